/** Path predicts path, see AGENTS.md. */
import { existsSync, globSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url).pathname;

/** Folders of tests that are of no source folder: of the whole program, and of the repository itself. */
const WHOLE = ["engine/", "repository/"];

/** Whether there is a source file or a source folder of this path. */
function isSource(path: string): boolean {
  return ["", ".ts", ".js"].some((extension) => existsSync(`${repository}${path}${extension}`));
}

/** Whether a test's place, e.g. `sim/aws/ec2/subnet.test.ts`, says what it tests. */
function saysWhatItTests(test: string): boolean {
  if (WHOLE.some((folder) => test.startsWith(folder))) return true;
  if (test.endsWith(".behaviour.test.ts")) return isSource(dirname(test));
  return isSource(test.replace(/\.test\.ts$/, ""));
}

it("every test stands where its source does, or names the folder whose behaviour it tests", () => {
  const tests = globSync("**/*.test.ts", { cwd: `${repository}tests` });
  expect(tests.length).toBeGreaterThan(200);
  expect(tests.filter((test) => !saysWhatItTests(test))).toEqual([]);
});

it.each([
  ["a file", "sim/aws/ec2/subnet.test.ts", true],
  ["a folder", "sim/aws/ec2/functions.test.ts", true],
  ["a script that is JavaScript", "stacks/preload.test.ts", true],
  ["what files of a folder do together", "stacks/upgrade.behaviour.test.ts", true],
  ["neither a file nor a folder", "stacks/upgrade.test.ts", false],
  ["the behaviour of a folder that is not there", "stacks/nowhere/nodes.behaviour.test.ts", false],
])("a test of %s: %s", (_, test, expected) => {
  expect(saysWhatItTests(test)).toBe(expected);
});
