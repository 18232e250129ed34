import { ConfigError } from "../config/config.ts";
import { groupsOf, hasGroups, trafficOf } from "../apps/ownership.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore } from "../living/shared-before.ts";

/**
 * Refuses requests for a cluster whose target group this update only makes, while other clusters serve: until the cluster is
 * bound to it they would be answered with 503.
 *
 * @throws ConfigError naming each weight.
 */
export function refuseEarlyWeights(config: OwnerConfig, { outputs }: Living, isHeld: boolean): void {
  if (!isHeld || trafficOf(config) !== "weighted") return;
  const before = groupsBefore(outputs);
  const problems = config.apps
    .filter((app) => hasGroups(config, app))
    .flatMap(({ name }) => {
      const key = name in config.weights ? name : "default";
      const present = before[name] ?? [];
      return groupsOf(config, name).flatMap(({ kind, cluster }) => {
        const weight = cluster === undefined ? 0 : (config.weights[key]?.[cluster] ?? 0);
        const isNew = kind === "own" && !present.some((one) => one.cluster === cluster);
        return isNew && weight > 0 && present.length > 0 ? [earlyWeight(key, cluster!, weight)] : [];
      });
    });
  const first = problems.filter(
    ({ path }, index) => problems.findIndex((one) => one.path === path) === index,
  );
  if (first.length > 0) throw new ConfigError(first);
}

function earlyWeight(key: string, cluster: string, weight: number) {
  return {
    path: `weights.${key}.${cluster}`,
    reason:
      `is ${weight}, but the cluster is not bound to its target group yet; begin with 0, update this stack, then that of the ` +
      "cluster, and raise it after that",
  };
}
