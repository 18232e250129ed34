/**
 * A fleet's life by Pulumi's Automation API: brings the stacks up, reads their outputs, changes one, takes all away.
 *
 *   node examples/automation-api/main.ts [folder of the Pulumi project]
 *
 * Each stack runs as a local program, in a process of its own: inline programs of two stacks would share one.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ConcurrentUpdateError,
  LocalWorkspace,
  type OutputMap,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";

const workDir = resolve(process.argv[2] ?? fileURLToPath(new URL("../..", import.meta.url)));

/** The stack with role primary, and those that join its load balancer. */
const PRIMARY = "cluster1";
const MEMBERS = ["cluster2"];

/** What is changed: a field of a key, so it is set as `pulumi config set --path` would. */
const REPLICAS = "multicluster-ingress:app.replicas";

/** Ctrl-C asks Pulumi to end the running updates properly. */
const interruption = new AbortController();
process.once("SIGINT", () => interruption.abort());

const select = (stackName: string) => LocalWorkspace.createOrSelectStack({ stackName, workDir });

/** What Pulumi says, with the stack's name before each line: members run side by side. */
function options({ name }: Stack) {
  let rest = "";
  const onOutput = (text: string): void => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) process.stdout.write(`${name} | ${line}\n`);
  };
  return { onOutput, color: "never" as const, signal: interruption.signal };
}

async function up(stack: Stack): Promise<OutputMap> {
  interruption.signal.throwIfAborted();
  const { outputs } = await stack.up(options(stack));
  return outputs;
}

async function destroy(stack: Stack): Promise<void> {
  interruption.signal.throwIfAborted();
  await stack.destroy(options(stack));
}

async function run(): Promise<void> {
  const primary = await select(PRIMARY);
  const members = await Promise.all(MEMBERS.map(select));

  const shared = await up(primary);
  await Promise.all(members.map(up));
  process.stdout.write(`http://${shared["loadBalancerDnsName"]?.value} is served by all clusters\n`);

  const [changed] = members;
  await changed?.setConfig(REPLICAS, { value: "3" }, true);
  if (changed !== undefined) await up(changed);
  process.stdout.write(`${changed?.name} now has three replicas\n`);

  await Promise.all(members.map(destroy));
  await destroy(primary);
  await changed?.removeConfig(REPLICAS, true);
  process.stdout.write("everything is gone again\n");
}

try {
  await run();
} catch (error) {
  const hint =
    error instanceof ConcurrentUpdateError
      ? "Another update holds the stack. When none runs any more: pulumi cancel --stack <name>."
      : `Run it again to go on, or: pulumi destroy --stack <name>, members first, in ${workDir}.`;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${hint}\n`);
  process.exitCode = 1;
}
