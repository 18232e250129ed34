import { own } from "../../components/shared/own.ts";
import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { GroupIdentity } from "../apps/ownership.ts";

/**
 * Refuses an application that is absent in a cluster which gets requests for it by its weight: nobody would answer them.
 *
 * @param groups target groups with their weights, by application.
 * @throws ConfigError naming each application.
 */
export function refuseWeightedAbsence(
  config: ClusterConfig,
  groups: Readonly<Record<string, readonly GroupIdentity[]>>,
): void {
  const { absentApps, clusterName } = config;
  const where =
    config.role === "member"
      ? `in stack "${config.sharedStack}" first (pulumi up --stack ${config.sharedStack})`
      : "too";
  const problems = absentApps
    .filter((app) =>
      own(groups, app)?.some(({ cluster, weight = 0 }) => cluster === clusterName && weight > 0),
    )
    .map((app) => ({
      path: `appOverrides.${app}.absent`,
      reason:
        `is true, but weights give ${clusterName} requests for ${app}, and nobody would answer them; set weights.${app}.${clusterName} ` +
        `to 0 ${where}`,
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}
