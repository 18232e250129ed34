import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** What an earlier commit made, and the stack files that it had then. */
export const UPGRADE_FOLDER = fileURLToPath(new URL("../fixtures/upgrade/", import.meta.url));

/** A recording of `scripts/record-upgrade.ts`. */
export function readUpgradeFixture<T>(kind: "in-process" | "engine"): T {
  const text = gunzipSync(readFileSync(`${UPGRADE_FOLDER}${kind}.json.gz`)).toString("utf8");
  return JSON.parse(text) as T;
}
