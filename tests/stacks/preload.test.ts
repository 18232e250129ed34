import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const preload = new URL("../../stacks/preload.js", import.meta.url).href;
const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  engines: { node: string };
};

/** Starts this Node, which takes itself for another version, with a program that says which compile cache it has. */
function start(version: string) {
  const disguise = [
    `Object.defineProperty(process, "version", { value: "v${version}" });`,
    `Object.defineProperty(process, "versions", { value: { node: "${version}" } });`,
    'process.execPath = "/usr/bin/node";',
  ].join("");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--import",
      `data:text/javascript,${encodeURIComponent(disguise)}`,
      "--import",
      preload,
      "--print",
      'typeof require("node:module").getCompileCacheDir()',
    ],
    { encoding: "utf8", env: {} },
  );
  return { status, stdout, stderr };
}

describe("what Node loads first", () => {
  it("refuses a Node that cannot run the sources", () => {
    expect(start("23.11.1")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "error: this program needs Node 24 or newer, and pulumi found v23.11.1 (/usr/bin/node); " +
        'install it, or put the one that "npm ci" brings first: export PATH="$PWD/node_modules/.bin:$PATH"\n',
    });
  });

  it("keeps compiled code from the version on that package.json asks for", () => {
    expect(start(`${engines.node.replace(">=", "")}.0.0`)).toEqual({
      status: 0,
      stdout: "string\n",
      stderr: "",
    });
  });
});
