import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { isWeighted, nobodyAnswers, type WeightedGroups } from "./weighted.ts";

/**
 * Refuses an application that is absent in a cluster which gets requests for it by its weight: nobody would answer them.
 *
 * @throws ConfigError naming each application.
 */
export function refuseWeightedAbsence(config: ClusterConfig, groups: WeightedGroups): void {
  const problems = config.absentApps
    .filter((app) => isWeighted(config, groups, app))
    .map((app) => ({
      path: `appOverrides.${app}.absent`,
      reason: `is true, but ${nobodyAnswers(config, app, `weights.${app}.${config.clusterName}`)}`,
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}
