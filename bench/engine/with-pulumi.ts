import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateDirectory } from "../../fleet/cloud/environment.ts";
import { serve } from "../../fleet/cloud/serve-cloud.ts";
import { Pulumi } from "./pulumi.ts";

/** A copy of the program, and what is in the account when it comes. */
export interface Site {
  readonly copy: (folder: string) => void;
  /** File of what is there already. */
  readonly given?: string;
}

/** Runs Pulumi in a copy of the program against a simulated cloud of its own, and takes all of it away. */
export async function withPulumi<T>({ copy, given }: Site, use: (pulumi: Pulumi) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const world = join(folder, "cloud", "world.json");
  const program = join(folder, "program");
  mkdirSync(program);
  copy(program);
  const cloud = await serve({ world, ...(given !== undefined && { given }) }, () => undefined);
  try {
    mkdirSync(stateDirectory(world), { recursive: true });
    return await use(new Pulumi({ folder, program, world, debugProviders: cloud.debugProviders }));
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
