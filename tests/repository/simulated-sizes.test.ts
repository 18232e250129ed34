/** The table of docs/performance.md says how large simulated parts are. */
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url).pathname;

const rows = [
  ...readFileSync(`${repository}docs/performance.md`, "utf8").matchAll(
    /^\| `(sim\/[\w/-]+)` +\| +(\d+) +\|/gm,
  ),
];

/** Lines with code: neither empty nor comments alone. */
function linesOf(folder: string): number {
  const files = globSync(`${folder}/**/*.ts`, { cwd: repository });
  const lines = files.flatMap((file) => readFileSync(`${repository}${file}`, "utf8").split("\n"));
  return lines.filter((line) => !/^\s*(\/\/|\/\*\*|\*|$)/.test(line)).length;
}

it.each(rows.map(([, folder, lines]) => [folder!, Number(lines)] as const))(
  "%s has about %d lines",
  (folder, lines) => {
    expect(
      Math.abs(linesOf(folder) - lines),
      `${linesOf(folder)} lines: change docs/performance.md`,
    ).toBeLessThan(lines / 10);
  },
);

it("has parts", () => {
  expect(rows.length).toBeGreaterThan(10);
});
