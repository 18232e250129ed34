import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersRegistered } from "./registered-targets.ts";
import { told } from "./told.ts";

/**
 * Clusters with targets in target groups of an application, each once and in alphabetical order.
 *
 * @throws RunError when an update may not look.
 */
export async function clustersIn(app: string, groups: readonly SharedTargetGroup[]): Promise<string[]> {
  const found = await Promise.all(
    groups.map(({ arn }) => told<string[]>(`which clusters serve ${app}`, clustersRegistered(arn))),
  );
  return [...new Set(found.flatMap((clusters) => clusters ?? []))].sort();
}

/**
 * Clusters other than one's own with targets in target groups of an application.
 *
 * @throws RunError when an update may not look.
 */
export async function otherClustersIn(
  { clusterName }: { readonly clusterName: string },
  app: string,
  groups: readonly SharedTargetGroup[],
): Promise<string[]> {
  return (await clustersIn(app, groups)).filter((cluster) => cluster !== clusterName);
}
