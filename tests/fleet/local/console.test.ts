import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { createConsole } from "../../../fleet/local/console.ts";

/** A stream that keeps what is written to it. */
function stream({ isTTY }: { readonly isTTY: boolean }) {
  let written = "";
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const terminal = Object.assign(writable, { isTTY, columns: 80, rows: 24 }) as Writable & NodeJS.WriteStream;
  return { terminal, written: () => stripVTControlCharacters(written) };
}

it("shows work in progress on a terminal, and finished lines in place of it", () => {
  const { terminal, written } = stream({ isTTY: true });
  const console = createConsole(terminal, false);
  console.show(() => "working");
  console.show(() => "drawn too soon");
  console.clear();
  console.print("finished");
  expect(written()).toMatch(/^working\n[^d]*finished\n$/);
});

it("prints finished lines only where there is no terminal", () => {
  const { terminal, written } = stream({ isTTY: false });
  const console = createConsole(terminal, false);
  console.show(() => "working");
  console.clear();
  console.print("finished");
  expect(written()).toBe("finished\n");
});

it("prints nothing when it is to be quiet", () => {
  const { terminal, written } = stream({ isTTY: true });
  const console = createConsole(terminal, true);
  console.show(() => "working");
  console.clear();
  console.print("finished");
  expect(written()).toBe("");
});
