import { readProject, readStackFiles, type StackFile } from "../fleet/project/project.ts";
import { orderStacks, type OrderedStack } from "../fleet/project/stack-order.ts";
import { SimulatedCloud } from "../sim/cloud.ts";
import { InProcessHost } from "../sim/hosts/in-process/host.ts";
import { fileURLToPath } from "node:url";
import program from "../index.ts";

/** A fleet of any size, in a simulated cloud of its own. */
export interface Fleet {
  readonly host: InProcessHost;
  /** How long each stack took, in the order of bringing up. */
  readonly stackMs: readonly number[];
}

const projectDirectory = fileURLToPath(new URL("..", import.meta.url));

/** Brings up the repository's own primary, and its member as often as it takes. @throws Error when a stack fails. */
export async function bringUpFleet(clusters: number): Promise<Fleet> {
  const project = readProject(projectDirectory);
  const [primary, member] = readStackFiles(projectDirectory, project);
  const members = Array.from({ length: clusters - 1 }, (_, index) =>
    memberFile(project.name, member!, index + 2),
  );
  const host = new InProcessHost(new SimulatedCloud({ region: String(primary!.config["aws:region"]) }));
  const stackMs: number[] = [];
  for (const stack of orderStacks(project, [primary!, ...members])) {
    const started = performance.now();
    await bringUp(host, project.name, stack);
    stackMs.push(performance.now() - started);
  }
  return { host, stackMs };
}

function memberFile(project: string, template: StackFile, number: number): StackFile {
  const config = { ...template.config, [`${project}:clusterName`]: `myeks-cluster${number}` };
  return { ...template, stack: `cluster${number}`, config };
}

async function bringUp(host: InProcessHost, project: string, { stack, config }: OrderedStack): Promise<void> {
  const result = await host.up({ project, stack, config, program });
  if (result.succeeded) return;
  const causes = [result.programError?.message ?? [], result.failures.map(({ message }) => message)].flat(2);
  throw new Error(`stack ${stack} failed: ${causes.join("; ")}`);
}
