import { LocalSession } from "../../../fleet/local/session.ts";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import type { DestroyResult, UpResult } from "../../../sim/hosts/in-process/host.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;

/** Keys to set beside those of the stack's file; without a prefix they are the program's own. Undefined takes one away. */
export type ConfigChanges = Readonly<Record<string, ConfigValue | undefined>>;

export interface FleetUpdate extends UpResult {
  /** What the update did, and left undone: `update aws:eks/addon:Addon myeks-coredns`. What stays as it is is left out. */
  readonly steps: readonly string[];
}

/** The repository's own stacks in a cloud of their own, to be changed while they live. */
export class LivingFleet {
  readonly #session: LocalSession;

  private constructor(session: LocalSession) {
    this.#session = session;
  }

  static async open(): Promise<LivingFleet> {
    return new LivingFleet(await LocalSession.open({ projectDirectory: ROOT }));
  }

  get cloud() {
    return this.#session.cloud;
  }

  /** Updates a stack, or brings it up. */
  async up(name: string, changes: ConfigChanges = {}): Promise<FleetUpdate> {
    const steps: string[] = [];
    const stack = this.#stack(name);
    const result = await this.#session.up(
      { ...stack, config: changed(this.#session.project.name, stack.config, changes) },
      {
        onStep: ({ operation, status, type, name: resource }) => {
          if (status === "started" || operation === "same") return;
          steps.push(`${operation} ${type} ${resource}${status === "failed" ? " (failed)" : ""}`);
        },
      },
    );
    return { ...result, steps };
  }

  /** An update that must succeed. @throws Error with what failed. */
  async succeed(name: string, changes: ConfigChanges = {}): Promise<FleetUpdate> {
    const result = await this.up(name, changes);
    if (!result.succeeded)
      throw result.programError ?? new Error(JSON.stringify(result.failures, undefined, 2));
    return result;
  }

  destroy(name: string): DestroyResult {
    return this.#session.destroy(this.#stack(name));
  }

  #stack(name: string) {
    const found = this.#session.stacks.find(({ stack }) => stack === name);
    if (found === undefined) throw new Error(`no stack ${name}`);
    return found;
  }
}

function changed(
  project: string,
  config: Readonly<Record<string, string>>,
  changes: ConfigChanges,
): Record<string, string> {
  const result = { ...config };
  for (const [key, value] of Object.entries(changes)) {
    const qualified = key.includes(":") ? key : `${project}:${key}`;
    if (value === undefined) delete result[qualified];
    else result[qualified] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return result;
}
