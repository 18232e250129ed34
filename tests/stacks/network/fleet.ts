import { LocalSession } from "../../../fleet/local/session.ts";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { Cloud } from "../../../sim/cloud.ts";
import { InProcessHost, type DestroyResult, type UpResult } from "../../../sim/hosts/in-process/host.ts";
import program from "../../../index.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;

/** Keys to set beside those of the stack's file; without a prefix they are the program's own. Undefined takes one away. */
export type ConfigChanges = Readonly<Record<string, ConfigValue | undefined>>;

export interface FleetUpdate extends UpResult {
  /** What the update did, and left undone: `update aws:eks/addon:Addon myeks-coredns`. What stays as it is is left out. */
  readonly steps: readonly string[];
}

/** The repository's own stacks in a cloud of their own, to be changed while they live. */
export class LivingFleet {
  readonly cloud: Cloud;
  readonly #host: InProcessHost;
  readonly #session: LocalSession;

  private constructor(session: LocalSession, cloud: Cloud) {
    this.#session = session;
    this.cloud = cloud;
    this.#host = new InProcessHost(cloud);
  }

  /** @param region the cloud's; stacks of another one name it in their changes. */
  static async open(region = "ap-northeast-2"): Promise<LivingFleet> {
    return new LivingFleet(await LocalSession.open({ projectDirectory: ROOT }), new Cloud({ region }));
  }

  /** Updates a stack, or brings it up. */
  async up(name: string, changes: ConfigChanges = {}): Promise<FleetUpdate> {
    const steps: string[] = [];
    const { stack, config } = this.#stack(name);
    const project = this.#session.project.name;
    const result = await this.#host.up(
      { project, stack, config: changed(project, config, changes), program },
      {
        onStep: ({ operation, status, type, name: resource }) => {
          if (status === "started" || operation === "same" || type === "pulumi:pulumi:Stack") return;
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
    return this.#host.destroy(this.#session.project.name, name);
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
