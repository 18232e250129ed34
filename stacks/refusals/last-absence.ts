import { own } from "../../components/shared/own.ts";
import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersRegistered } from "../living/registered-targets.ts";

/**
 * Refuses an application that is absent in the only cluster which serves it: every request for it would fail.
 *
 * @param before target groups that there are, by application.
 * @throws ConfigError naming each application.
 */
export async function refuseLastAbsence(
  { absentApps, clusterName }: ClusterConfig,
  before: Readonly<Record<string, readonly SharedTargetGroup[]>>,
): Promise<void> {
  const found = await Promise.all(
    absentApps.map(async (app) => ({ app, clusters: await servingClusters(own(before, app) ?? []) })),
  );
  const problems = found
    .filter(({ clusters }) => clusters.size === 1 && clusters.has(clusterName))
    .map(({ app }) => ({
      path: `appOverrides.${app}.absent`,
      reason: `is true, but no other cluster serves ${app}; bring another one up with it first, or take the application away from all (retire: true)`,
    }));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Nothing is refused for want of a permission to look. */
async function servingClusters(groups: readonly SharedTargetGroup[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(groups.map(({ arn }) => clustersRegistered(arn).catch(() => [])));
  return new Set(found.flat());
}
