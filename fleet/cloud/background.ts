import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../../sim/hosts/make-folder.ts";
import { UserError } from "../project/errors.ts";
import { findRunning, type RunningCloud } from "./running-cloud.ts";
import type { ServeOptions } from "./serve-cloud.ts";

/** Time for a background cloud to start: loading a world takes well under a second. */
const START_TIMEOUT_MS = 20_000;

/** The command-line options for what a cloud starts with, except for its world. */
export function startFlags({ reset, inVpc, ...options }: ServeOptions): string[] {
  return [
    ...(reset === true ? ["--reset"] : []),
    ...(["seed", "region", "account", "given", "port"] as const).flatMap((flag) =>
      options[flag] === undefined ? [] : [`--${flag}=${options[flag]}`],
    ),
    ...(inVpc === true ? ["--in-vpc"] : []),
  ];
}

/**
 * Starts a cloud in a process of its own, which outlives this one. What it says goes to the file `<world>.log`.
 *
 * @throws UserError with its last words when it does not start.
 */
export async function startInBackground(options: ServeOptions): Promise<RunningCloud> {
  makeFolder(dirname(options.world));
  const logPath = `${options.world}.log`;
  const log = openSync(logPath, "w", 0o600);
  const flags = [`--world=${options.world}`, ...startFlags(options)];
  const script = fileURLToPath(new URL("../cli/mci.js", import.meta.url));
  const child = spawn(process.execPath, [script, "cloud", ...flags], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const running = findRunning(options.world);
    if (running !== undefined) return running;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  // Nobody would find one that is still starting.
  child.kill();
  const reason = readFileSync(logPath, "utf8")
    .trim()
    .replace(/^error: /, "");
  throw new UserError(`the cloud did not start: ${reason}`);
}
