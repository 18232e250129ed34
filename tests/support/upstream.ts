import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "vitest";

/**
 * Path of a file or folder that belongs to others, in the folder that `UPSTREAM_DATA` names: none of them is part of
 * this repository. Where it is missing the test is skipped, and the report says why.
 */
export function upstream(test: TestContext, name: string): string {
  const folder = process.env["UPSTREAM_DATA"];
  if (folder === undefined)
    test.skip(`UPSTREAM_DATA names no folder, so there is no ${name} to compare with`);
  const path = join(folder, name);
  if (!existsSync(path)) test.skip(`${path} does not exist, so there is nothing to compare with`);
  return path;
}
