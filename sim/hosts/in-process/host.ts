import * as pulumi from "@pulumi/pulumi";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import type { Properties, ProviderConfig } from "../../core/resource-type.ts";
import { checkProviderConfig } from "../calls.ts";
import { Deployment, type Intercept } from "./deployment.ts";
import type { OnStep, ResourceFailure, StepOperation } from "./events.ts";
import { NO_FOLDER, tellFolder } from "./folder.ts";
import { CloudMonitor, type Requests } from "./monitor.ts";
import { restoreStack, saveStack, type SavedStacks } from "./saved-stacks.ts";
import { StackState, type ResourceRecord } from "./stack-state.ts";
import { leaveOutTraces } from "./untraced.ts";

/** A stack as the host runs it. */
export interface StackProgram {
  readonly project: string;
  readonly stack: string;
  /** Folder of the project's `Pulumi.yaml`. Default: none that there is. */
  readonly folder?: string;
  /** Every config value as the engine hands it over: full key (`aws:region`) to string, objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** What the entry point exports as its default: builds the resources, returns the stack's outputs. */
  readonly program: () => Promise<Record<string, unknown>>;
}

export interface RunOptions {
  readonly onStep?: OnStep;
  readonly intercept?: Intercept;
}

export interface UpResult {
  readonly succeeded: boolean;
  readonly failures: readonly ResourceFailure[];
  /** What the program itself threw: bad config or args, a broken contract. */
  readonly programError?: Error;
  /** Secrets are shown as `[secret]`. */
  readonly outputs: Properties;
  readonly counts: Readonly<Record<StepOperation, number>>;
}

export interface DestroyResult {
  readonly succeeded: boolean;
  readonly failures: readonly ResourceFailure[];
  /** URNs in the order in which they went. */
  readonly order: readonly string[];
}

/**
 * Runs stacks of a Pulumi program in this process against a simulated cloud: no engine, no plugins, no account.
 * It is to one process what the engine is to a project: it keeps each stack's state, so that a second run changes only
 * what differs, and a destroy deletes in reverse order.
 */
export class InProcessHost {
  readonly cloud: Cloud;
  readonly #stacks = new Map<string, StackState>();

  /** @param saved what a host knew of stacks in the same cloud; see {@link InProcessHost.save}. */
  constructor(cloud: Cloud, saved: SavedStacks = {}) {
    this.cloud = cloud;
    for (const [name, stack] of Object.entries(saved)) this.#stacks.set(name, restoreStack(stack));
  }

  /** All that it knows of its stacks, as plain data: with the saved cloud, another host can go on from there. */
  save(): SavedStacks {
    return Object.fromEntries([...this.#stacks].map(([name, state]) => [name, saveStack(state)]));
  }

  /** What the host remembers of a stack's resources, in order of creation. */
  resources(stack: string): ResourceRecord[] {
    return [...(this.#stacks.get(stack)?.resources.values() ?? [])];
  }

  /** Brings a stack to what its program says. Never rejects for what program or cloud refuse: see the result. */
  async up(stack: StackProgram, options: RunOptions = {}): Promise<UpResult> {
    const state = this.#state(stack.project, stack.stack) ?? new StackState(stack.project);
    this.#stacks.set(stack.stack, state);
    const deployment = new Deployment({ cloud: this.cloud, stack: stack.stack, state, ...options });
    const monitor = new CloudMonitor({
      deployment,
      defaultProvider: (packageName) => this.#defaultProvider(stack, packageName),
      stackOutputs: (name) => this.#outputsOf(name),
    });
    const thrown = await runProgram(stack, monitor);
    const failedCall = thrown && monitor.failureOfCall(thrown);
    const programError = failedCall === undefined ? thrown : undefined;
    const failures = [...monitor.failures, ...(failedCall === undefined ? [] : [failedCall])];
    if (failures.length === 0 && programError === undefined) {
      state.outputs = monitor.outputs;
      failures.push(...deployment.finish().failures);
    }
    return {
      succeeded: failures.length === 0 && programError === undefined,
      failures,
      ...defined({ programError }),
      outputs: monitor.displayOutputs,
      counts: deployment.counts,
    };
  }

  /**
   * Deletes a stack's resources, dependents first. Stops at the first one that cannot go, and does not begin when one is
   * protected; a second call goes on.
   */
  destroy(project: string, stack: string, options: Pick<RunOptions, "onStep"> = {}): DestroyResult {
    const state = this.#state(project, stack);
    if (state === undefined) return { succeeded: true, failures: [], order: [] };
    const { order, failures } = new Deployment({ cloud: this.cloud, stack, state, ...options }).destroy();
    if (failures.length === 0) this.#stacks.delete(stack);
    return { succeeded: failures.length === 0, failures, order };
  }

  #state(project: string, stack: string): StackState | undefined {
    const state = this.#stacks.get(stack);
    return state?.project === project ? state : undefined;
  }

  /** Outputs by the name in a StackReference, `organization/project/stack`. There is one organization, of any name. */
  #outputsOf(reference: string): Properties {
    const [, project = "", stack = ""] = reference.split("/");
    const state = this.#state(project, stack);
    if (state === undefined) throw new Error(`unknown stack "${reference}"`);
    return state.outputs;
  }

  #defaultProvider(stack: StackProgram, packageName: string): ProviderConfig {
    const prefix = `${packageName}:`;
    const config = Object.fromEntries(
      Object.entries(stack.config)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    );
    checkProviderConfig(this.cloud, packageName, config);
    return config;
  }
}

/** The only organization of backends that have none. */
const ORGANIZATION = "organization";

/** Turns of the event loop without a request after which a program is taken to be at rest. */
const IDLE_TURNS = 20;

/**
 * Runs the program until all its resources are registered or, when something failed, until nothing more happens.
 *
 * @returns what the program threw, if anything.
 */
async function runProgram(stack: StackProgram, monitor: CloudMonitor): Promise<Error | undefined> {
  await connect(stack, monitor);
  let thrown: Error | undefined;
  let noteError: () => void = () => {};
  const errorThrown = new Promise<void>((resolve) => {
    noteError = resolve;
  });
  const caught = (error: unknown): void => {
    thrown ??= error as Error;
    noteError();
  };
  const main = async (): Promise<void> => {
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        return await stack.program();
      } catch (error) {
        caught(error);
        return {};
      }
    });
    await pulumi.runtime.disconnect();
  };
  // An error inside of an Output's apply reaches nobody but the process.
  process.on("unhandledRejection", caught);
  const takeTracesAgain = leaveOutTraces();
  try {
    await Promise.race([main().catch(caught), monitor.failed, errorThrown]);
    // Errors in other Outputs surface a little later.
    await rest(monitor);
  } finally {
    takeTracesAgain();
    process.off("unhandledRejection", caught);
    // Registrations that wait for a failed one never end; the SDK would call that a leak when the process exits.
    pulumi.runtime.resetOptions(stack.project, stack.stack, -1, "", "", false, "");
    tellFolder(NO_FOLDER);
  }
  return thrown;
}

/** Puts the SDK into its mock mode, with the cloud monitor's answers in place of the mocks'. */
async function connect(stack: StackProgram, monitor: CloudMonitor): Promise<void> {
  const unused = (): never => {
    throw new Error("the cloud monitor answers every request itself");
  };
  const mocks = { newResource: unused, call: unused };
  await pulumi.runtime.setMocks(mocks, stack.project, stack.stack, false, ORGANIZATION);
  const requests: Requests = monitor;
  const { getDeploymentInfo, registerResource, readResource, invoke, registerResourceOutputs } = requests;
  Object.assign(pulumi.runtime.getMonitor()!, {
    getDeploymentInfo,
    registerResource,
    readResource,
    invoke,
    registerResourceOutputs,
  });
  tellFolder(stack.folder ?? NO_FOLDER);
  pulumi.runtime.setAllConfig({ ...stack.config }, [...(stack.secretKeys ?? [])]);
}

async function rest(monitor: CloudMonitor): Promise<void> {
  let seen = monitor.activity;
  for (let idle = 0; idle < IDLE_TURNS; idle += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (monitor.activity !== seen) idle = 0;
    seen = monitor.activity;
  }
}
