import { own } from "../../components/shared/own.ts";
import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersIn } from "../living/clusters-in.ts";

/**
 * Refuses to drain the only cluster that serves an application.
 *
 * @param groups target groups by application.
 * @throws ConfigError naming the applications.
 */
export async function refuseLastDrain(
  { drained, clusterName, apps }: ClusterConfig,
  groups: Readonly<Record<string, readonly SharedTargetGroup[]>>,
): Promise<void> {
  if (!drained) return;
  const names = apps.filter(({ absent }) => !absent).map(({ name }) => name);
  const served = await Promise.all(
    names.map(async (name) => ({ name, clusters: await clustersIn(name, own(groups, name) ?? []) })),
  );
  const alone = served.filter(
    ({ clusters }) => clusters.includes(clusterName) && clusters.every((one) => one === clusterName),
  );
  if (alone.length === 0) return;
  const reason =
    `is true, but no other cluster serves ${alone.map(({ name }) => name).join(", ")}; ` +
    "bring another one up first, or set it to false";
  throw new ConfigError([{ path: "drained", reason }]);
}
