import type { UpResult } from "../../sim/hosts/in-process/host.ts";
import { LocalSession } from "../../fleet/local/session.ts";
import { saveWorld } from "../../sim/world.ts";
import { PROJECT_DIRECTORY } from "./stack-files.ts";

/** Config keys of the project without its namespace, or others in full; undefined takes a key away. */
export type Changes = Readonly<Record<string, string | object | undefined>>;

/** Stacks of the repository in a simulated cloud of their own, whose configuration a test may change. */
export class LivingFleet {
  readonly session: LocalSession;

  private constructor(session: LocalSession) {
    this.session = session;
  }

  static async open(): Promise<LivingFleet> {
    return new LivingFleet(await LocalSession.open({ projectDirectory: PROJECT_DIRECTORY }));
  }

  /** Runs one stack's program on the state that it has, with its file's configuration and the changes to it. */
  up(name: string, changes: Changes = {}, intercept?: Parameters<LocalSession["up"]>[1]): Promise<UpResult> {
    const stack = this.#stack(name);
    return this.session.up({ ...stack, config: changed(stack.config, changes) }, intercept);
  }

  /** What went wrong in an update, in its own words; nothing when it went well. */
  async refusal(name: string, changes: Changes = {}): Promise<string | undefined> {
    const { programError, failures } = await this.up(name, changes);
    return programError?.message ?? failures[0]?.message;
  }

  /** Destroys a stack; gives the names of what went, and the reason why not all did. */
  destroy(name: string): { readonly deleted: readonly string[]; readonly refusal: string | undefined } {
    const { order, failures } = this.session.destroy(this.#stack(name));
    const deleted = order.map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
    return { deleted, refusal: failures[0]?.message };
  }

  /** Everything in the cloud but the notes of who called. */
  world(): unknown {
    const { journal: _journal, ...world } = saveWorld(this.session.cloud) as Record<string, unknown>;
    return structuredClone(world);
  }

  /** URNs of what a stack has made. */
  urns(name: string): string[] {
    return this.session.host.resources(name).map(({ urn }) => urn);
  }

  #stack(name: string) {
    const found = this.session.stacks.find(({ stack }) => stack === name);
    if (found === undefined) throw new Error(`no stack ${name}`);
    return found;
  }
}

function changed(config: Readonly<Record<string, string>>, changes: Changes): Record<string, string> {
  const result = { ...config };
  for (const [name, value] of Object.entries(changes)) {
    const key = name.includes(":") ? name : `multicluster-ingress:${name}`;
    if (value === undefined) delete result[key];
    else result[key] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return result;
}
