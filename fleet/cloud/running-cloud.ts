import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { lockOwner } from "../../sim/hosts/pulumi-provider/world-file.ts";
import { UserError } from "../project/errors.ts";

/** How other processes of the same user reach a cloud that is being served. */
const runningCloud = z.object({
  pid: z.int(),
  /** Value of PULUMI_DEBUG_PROVIDERS. */
  debugProviders: z.string(),
  controlUrl: z.string(),
  /** Secret that control requests must show. */
  token: z.string(),
});

export type RunningCloud = z.infer<typeof runningCloud>;

/** Leaves word of a cloud beside its world file, readable by the user alone. */
export function announce(world: string, cloud: RunningCloud): void {
  writeFileSync(pathOf(world), JSON.stringify(cloud), { mode: 0o600 });
}

export function withdraw(world: string): void {
  rmSync(pathOf(world), { force: true });
}

/** The cloud that serves a world file; undefined if none does. */
export function findRunning(world: string): RunningCloud | undefined {
  const path = pathOf(world);
  if (!existsSync(path)) return undefined;
  const parsed = runningCloud.safeParse(parseJson(readFileSync(path, "utf8")));
  return parsed.success && lockOwner(world) === parsed.data.pid ? parsed.data : undefined;
}

/** @throws UserError when no cloud serves the world file. */
export function requireRunning(world: string): RunningCloud {
  const found = findRunning(world);
  if (found === undefined) throw new UserError(`no cloud serves ${world}; start one with: npm run cloud`);
  return found;
}

/** How often to look whether a cloud has stopped. */
const LOOK_MS = 20;

/** Resolves to whether a process has stopped serving a world file in time, so that another one may. */
export async function hasStopped(world: string, pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; lockOwner(world) === pid; waited += LOOK_MS) {
    if (waited >= timeoutMs) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}

function pathOf(world: string): string {
  return `${world}.running`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half written: its process died while it started.
    return undefined;
  }
}
