import type { OnStep } from "../../sim/hosts/in-process/events.ts";
import type { RunOptions, StackProgram, UpResult } from "../../sim/hosts/in-process/host.ts";
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

  /**
   * Brings one stack up on the state that it has, with its file's configuration and the changes to it.
   *
   * @param program another one than the repository's, such as an earlier one.
   */
  up(
    name: string,
    changes: Changes = {},
    options: RunOptions = {},
    program?: StackProgram["program"],
  ): Promise<UpResult> {
    const stack = this.#stack(name);
    const config = changed(stack.config, changes);
    if (program === undefined) return this.session.up({ ...stack, config }, options);
    return this.session.host.up(
      { project: this.session.project.name, stack: name, config, program },
      options,
    );
  }

  /** What went wrong in an update, in its own words; nothing when it went well. */
  async refusal(name: string, changes: Changes = {}): Promise<string | undefined> {
    const { programError, failures } = await this.up(name, changes);
    return programError?.message ?? failures[0]?.message;
  }

  /** Destroys a stack; gives the names of what went, and the reason why not all did. */
  destroy(
    name: string,
    onStep: OnStep = () => {},
  ): { readonly deleted: readonly string[]; readonly refusal: string | undefined } {
    const { order, failures } = this.session.destroy(this.#stack(name), { onStep });
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
