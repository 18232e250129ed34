import { defined } from "../components/shared/defined.ts";
import {
  pathOfFleet,
  pathOfStack,
  StepTimer,
  type CriticalPath,
  type TimedStack,
} from "../fleet/local/critical-path.ts";
import { readProject, readStackFiles, type ConfigValue, type StackFile } from "../fleet/project/project.ts";
import { orderStacks, type OrderedStack } from "../fleet/project/stack-order.ts";
import { SimulatedCloud } from "../sim/cloud.ts";
import type { OnStep } from "../sim/hosts/in-process/events.ts";
import { InProcessHost } from "../sim/hosts/in-process/host.ts";
import { fileURLToPath } from "node:url";
import program from "../index.ts";

/** A fleet of any size, in a simulated cloud of its own. */
export interface Fleet {
  readonly host: InProcessHost;
  /** How long each stack took, in the order of bringing up. */
  readonly stackMs: readonly number[];
  /** How long it takes in virtual time where all goes on side by side that can. */
  readonly path: CriticalPath;
}

const projectDirectory = fileURLToPath(new URL("..", import.meta.url));

type Config = Readonly<Record<string, ConfigValue>>;

export interface FleetOptions {
  /**
   * With a stack that shares and at least one that shares from it. Default: the repository's own, of which the first has a
   * cluster too.
   */
  readonly folder?: string;
  /** Values of keys in Pulumi.yaml, in place of the folder's. */
  readonly project?: Config;
  /** Values of keys in the file of the stack that shares, beside the folder's. */
  readonly owner?: Config;
  /** Values of keys in each member's file, beside the folder's. */
  readonly member?: Config;
}

/** Brings up the stacks of a folder, its member as often as it takes. @throws Error when a stack fails. */
export async function bringUpFleet(
  clusters: number,
  { folder = projectDirectory, ...more }: FleetOptions = {},
): Promise<Fleet> {
  const { name, defaults } = readProject(folder);
  const project = { name, defaults: { ...defaults, ...namedIn(name, more.project) } };
  const files = readStackFiles(folder, project);
  const [first, member] = orderStacks(project, files);
  const fileOf = ({ stack }: OrderedStack): StackFile => files.find((file) => file.stack === stack)!;
  const others = first!.role === "primary" ? clusters - 1 : clusters;
  const members = Array.from({ length: others }, (_, index) =>
    memberFile(project.name, fileOf(member!), clusters - others + index + 1, more.member),
  );
  const owner = fileOf(first!);
  const ownerFile = { ...owner, config: { ...owner.config, ...namedIn(name, more.owner) } };
  const host = new InProcessHost(new SimulatedCloud(defined({ region: first!.config["aws:region"] })));
  const stackMs: number[] = [];
  const timed: TimedStack[] = [];
  for (const stack of orderStacks(project, [ownerFile, ...members])) {
    const started = performance.now();
    const timer = new StepTimer(() => host.cloud.clock.now());
    await bringUp(host, project.name, stack, timer.onStep);
    stackMs.push(performance.now() - started);
    const path = pathOfStack(stack.stack, host.resources(stack.stack), timer.durations);
    timed.push({ stack: stack.stack, ...defined({ owner: stack.owner }), path });
  }
  return { host, stackMs, path: pathOfFleet(timed) };
}

/** Keys as the engine names them: `project:key`. */
function namedIn(project: string, config: Config = {}): Config {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [`${project}:${key}`, value]));
}

function memberFile(project: string, template: StackFile, number: number, more: Config = {}): StackFile {
  const own = namedIn(project, { clusterName: `myeks-cluster${number}`, ...more });
  return { ...template, stack: `cluster${number}`, config: { ...template.config, ...own } };
}

async function bringUp(
  host: InProcessHost,
  project: string,
  { stack, config }: OrderedStack,
  onStep: OnStep,
): Promise<void> {
  const result = await host.up({ project, stack, config, program }, { onStep });
  if (result.succeeded) return;
  const causes = [result.programError?.message ?? [], result.failures.map(({ message }) => message)].flat(2);
  throw new Error(`stack ${stack} failed: ${causes.join("; ")}`);
}
