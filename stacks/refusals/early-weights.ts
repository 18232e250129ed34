import { targetsOf, weightsOf } from "../../components/shared/load-balancer/traffic.ts";
import { own } from "../../components/shared/own.ts";
import { ConfigError } from "../config/config.ts";
import { hasGroups, trafficOf } from "../apps/ownership.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore } from "../living/shared-before.ts";

/**
 * Refuses requests for a cluster whose target group this update only makes, while other clusters serve: until the cluster is
 * bound to it they would be answered with 503.
 *
 * @throws ConfigError naming each weight.
 */
export function refuseEarlyWeights(config: OwnerConfig, { outputs }: Living, isHeld: boolean): void {
  if (!isHeld) return;
  const before = groupsBefore(outputs);
  const problems = config.apps
    .filter((app) => hasGroups(config, app))
    .flatMap(({ name }) => earlyWeights(config, name, own(before, name) ?? []));
  const byPath = new Map(problems.map((problem) => [problem.path, problem]));
  if (byPath.size > 0) throw new ConfigError([...byPath.values()]);
}

function earlyWeights(
  config: OwnerConfig,
  app: string,
  before: readonly SharedTargetGroup[],
): readonly ConfigProblem[] {
  const traffic = trafficOf(config);
  const key = weightsOf(app, traffic.weights)?.key;
  if (key === undefined || before.length === 0) return [];
  return targetsOf(app, traffic).flatMap(({ cluster, weight }) =>
    cluster === undefined || weight === 0 || before.some((one) => one.cluster === cluster)
      ? []
      : [earlyWeight(key, cluster, weight)],
  );
}

function earlyWeight(key: string, cluster: string, weight: number): ConfigProblem {
  return {
    path: `weights.${key}.${cluster}`,
    reason:
      `is ${weight}, but the cluster is not bound to its target group yet; begin with 0, update this stack, then that of the ` +
      "cluster, and raise it after that",
  };
}
