import { own } from "../../components/shared/own.ts";
import { targetsOf, weightsOf } from "../../components/shared/load-balancer/traffic.ts";
import { ConfigError } from "../config/config.ts";
import { hasGroups, trafficOf } from "../apps/ownership.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersIn } from "../living/clusters-in.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore } from "../living/shared-before.ts";

/**
 * Refuses requests for a cluster that is not in its target group, while other clusters serve: the target group is only made by
 * this update, or the cluster has not bound it, or is drained. The requests would be answered with 503.
 *
 * @throws ConfigError naming each weight.
 */
export async function refuseEarlyWeights(
  config: OwnerConfig,
  { outputs }: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld) return;
  const before = groupsBefore(outputs);
  const problems = await Promise.all(
    config.apps
      .filter((app) => hasGroups(config, app))
      .map(({ name }) => earlyWeights(config, name, own(before, name) ?? [])),
  );
  const byPath = new Map(problems.flat().map((problem) => [problem.path, problem]));
  if (byPath.size > 0) throw new ConfigError([...byPath.values()]);
}

async function earlyWeights(
  config: OwnerConfig,
  app: string,
  before: readonly SharedTargetGroup[],
): Promise<readonly ConfigProblem[]> {
  const traffic = trafficOf(config);
  const key = weightsOf(app, traffic.weights)?.key;
  if (key === undefined || before.length === 0) return [];
  const found = await Promise.all(
    targetsOf(app, traffic).map(async ({ cluster, weight }) =>
      cluster === undefined || weight === 0 || (await isBound(app, cluster, before))
        ? []
        : [earlyWeight(key, cluster, weight)],
    ),
  );
  return found.flat();
}

/** Whether pods are registered in a cluster's own target group. One that had a weight already is not looked at. */
async function isBound(app: string, cluster: string, before: readonly SharedTargetGroup[]): Promise<boolean> {
  const group = before.find((one) => one.cluster === cluster);
  if (group?.weight !== 0) return group !== undefined;
  return (await clustersIn(app, [group])).length > 0;
}

function earlyWeight(key: string, cluster: string, weight: number): ConfigProblem {
  return {
    path: `weights.${key}.${cluster}`,
    reason:
      `is ${weight}, but the cluster is not bound to its target group yet; begin with 0, update this stack, then that of the ` +
      "cluster, and raise it after that",
  };
}
