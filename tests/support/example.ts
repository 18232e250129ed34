import { join } from "node:path";
import { bringUp } from "../../fleet/local/bring-up.ts";
import { createConsole } from "../../fleet/local/console.ts";
import type { StackReport, TestedLoadBalancer } from "../../fleet/local/report.ts";
import { LocalSession, type SessionOptions } from "../../fleet/local/session.ts";
import { tearDown } from "../../fleet/local/tear-down.ts";
import { testTraffic } from "../../fleet/local/traffic/test-traffic.ts";
import { verifyTargets, type Verification } from "../../fleet/local/verify.ts";
import { DataPlane } from "../../sim/data-plane/data-plane.ts";
import { reaching } from "./reach.ts";
import { PROJECT_DIRECTORY } from "./stack-files.ts";

/** An example that is up. */
export interface RunningExample {
  readonly session: LocalSession;
  readonly stacks: readonly StackReport[];
  readonly verification: Verification;
  /** What the traffic test found. */
  readonly loadBalancers: readonly TestedLoadBalancer[];
}

/** Brings an example up as `npm run local` does, sends requests, looks at it and takes it away. @returns what is left over. */
export function runExample(
  name: string,
  look: (example: RunningExample) => Promise<void> | void,
  options: Pick<SessionOptions, "inVpc"> = {},
): Promise<readonly string[]> {
  return reaching(`example ${name}`, () => run(name, look, options));
}

async function run(
  name: string,
  look: (example: RunningExample) => Promise<void> | void,
  options: Pick<SessionOptions, "inVpc">,
): Promise<readonly string[]> {
  const folder = join(PROJECT_DIRECTORY, "examples", name);
  const session = await LocalSession.open({
    projectDirectory: PROJECT_DIRECTORY,
    configDirectory: folder,
    ...options,
  });
  const quiet = createConsole(process.stdout, true);
  const stacks: StackReport[] = [];
  await bringUp(session, quiet, stacks);
  const verification = verifyTargets(session.cloud);
  const dataPlane = new DataPlane(session.cloud);
  try {
    const loadBalancers = await testTraffic(session.cloud, dataPlane, verification, { requests: 200 });
    await look({ session, stacks, verification, loadBalancers });
  } finally {
    await dataPlane.close();
  }
  return (await tearDown(session, quiet)).leftovers;
}

/** Which clusters answered for each app, whichever load balancer was asked; `errors` where a request failed. */
export function answersOf({ loadBalancers }: RunningExample): Readonly<Record<string, readonly string[]>> {
  const applications = loadBalancers.flatMap((one) => one.applications);
  const answers = [...Map.groupBy(applications, ({ app }) => app)].map(([app, all]) => {
    const clusters = all.flatMap(({ byCluster, errors }) =>
      errors === 0 ? Object.keys(byCluster).filter((cluster) => byCluster[cluster]! > 0) : ["errors"],
    );
    return [app, [...new Set(clusters)]] as const;
  });
  return Object.fromEntries(answers);
}
