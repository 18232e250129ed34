import {
  type ConfigValue,
  programConfig,
  readStackFiles,
  type StackFile,
} from "../../fleet/project/project.ts";
import repositoryProgram from "../../index.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import type { OnStep, StepEvent } from "../../sim/hosts/in-process/events.ts";
import {
  InProcessHost,
  type RunOptions,
  type StackProgram,
  type UpResult,
} from "../../sim/hosts/in-process/host.ts";
import type { SavedStacks } from "../../sim/hosts/in-process/saved-stacks.ts";
import { saveWorld } from "../../sim/world.ts";
import { changed, PROJECT, type Changes } from "./changes.ts";
import { PROJECT_DIRECTORY } from "./stack-files.ts";

export interface FleetUpdate extends UpResult {
  /** What the update did, and left undone: `update aws:eks/addon:Addon myeks-coredns`. What stays as it is is left out. */
  readonly steps: readonly string[];
}

interface LivingFleetOptions {
  /** Where the stacks are. Default: a new cloud. */
  readonly cloud?: SimulatedCloud;
  /** What a host knew of stacks in that cloud. */
  readonly saved?: SavedStacks;
  /** Default: those of the repository. */
  readonly files?: readonly StackFile[];
}

/** Stacks in a simulated cloud of their own, to be changed while they live. */
export class LivingFleet {
  readonly cloud: SimulatedCloud;
  readonly host: InProcessHost;
  readonly #files: readonly StackFile[];

  constructor({ cloud = new SimulatedCloud(), saved = {}, files }: LivingFleetOptions = {}) {
    this.cloud = cloud;
    this.host = new InProcessHost(cloud, saved);
    this.#files = files ?? readStackFiles(PROJECT_DIRECTORY, PROJECT);
  }

  /**
   * Updates a stack, or brings it up, with its file's configuration and the changes to it.
   *
   * @param program another one than the repository's, such as an earlier one.
   */
  async up(
    name: string,
    changes: Changes = {},
    options: RunOptions = {},
    program?: StackProgram["program"],
  ): Promise<FleetUpdate> {
    return this.run(name, changed(this.configOf(name), changes), options, program);
  }

  /** An update that must succeed. @throws Error with what failed. */
  async succeed(name: string, changes: Changes = {}): Promise<FleetUpdate> {
    const result = await this.up(name, changes);
    if (!result.succeeded)
      throw result.programError ?? new Error(JSON.stringify(result.failures, undefined, 2));
    return result;
  }

  /** What went wrong in an update, in its own words; nothing when it went well. */
  async refusal(name: string, changes: Changes = {}): Promise<string | undefined> {
    const { programError, failures } = await this.up(name, changes);
    return programError?.message ?? failures[0]?.message;
  }

  /** The configuration of a stack, with the project's defaults. */
  configOf(name: string): Readonly<Record<string, ConfigValue>> {
    return { ...PROJECT.defaults, ...this.#file(name).config };
  }

  /** Updates a stack with a configuration of its own. */
  async run(
    name: string,
    config: Readonly<Record<string, ConfigValue>>,
    { onStep, ...options }: RunOptions = {},
    program: StackProgram["program"] = repositoryProgram,
  ): Promise<FleetUpdate> {
    const steps: string[] = [];
    const file = { ...this.#file(name), config };
    const result = await this.host.up(
      { project: PROJECT.name, stack: name, config: programConfig(PROJECT, file), program },
      {
        ...options,
        onStep: (event) => {
          onStep?.(event);
          if (isChange(event)) steps.push(describeStep(event));
        },
      },
    );
    return { ...result, steps };
  }

  /** Destroys a stack; gives the names of what went, and the reason why not all did. */
  destroy(
    name: string,
    onStep: OnStep = () => {},
  ): { readonly deleted: readonly string[]; readonly refusal: string | undefined } {
    const { order, failures } = this.host.destroy(PROJECT.name, name, { onStep });
    const deleted = order.map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
    return { deleted, refusal: failures[0]?.message };
  }

  /** Everything in the cloud but the notes of who called. */
  world(): unknown {
    const { journal: _journal, ...world } = saveWorld(this.cloud) as Record<string, unknown>;
    return structuredClone(world);
  }

  /** URNs of what a stack has made. */
  urns(name: string): string[] {
    return this.host.resources(name).map(({ urn }) => urn);
  }

  #file(name: string): StackFile {
    const found = this.#files.find(({ stack }) => stack === name);
    if (found === undefined) throw new Error(`no stack ${name}`);
    return found;
  }
}

function isChange({ operation, status, type }: StepEvent): boolean {
  return status !== "started" && operation !== "same" && type !== "pulumi:pulumi:Stack";
}

function describeStep({ operation, status, type, name }: StepEvent): string {
  return `${operation} ${type} ${name}${status === "failed" ? " (failed)" : ""}`;
}
