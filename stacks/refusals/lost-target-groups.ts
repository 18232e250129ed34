import * as pulumi from "@pulumi/pulumi";
import { groupsOf, hasGroups, type GroupIdentity } from "../apps/ownership.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import type { Living } from "../living/living.ts";
import { clustersIn, otherClustersIn } from "../living/clusters-in.ts";
import { groupsBefore } from "../living/shared-before.ts";
import { remedyOf } from "./lost-remedies.ts";

/** Clusters with pods in a target group that goes and in none that stays. */
interface Loss {
  readonly app: string;
  readonly clusters: readonly string[];
  /** Why they are in none, and what to do. */
  readonly remedy: string;
}

/**
 * Refuses to take target groups away from clusters that serve by them alone: an application that is removed before other
 * clusters have let go of it, a change of who makes the load balancer or of how requests are shared out before they are
 * bound to what comes.
 *
 * @throws RunError naming application and clusters, and the way to do it.
 */
export async function refuseLostTargetGroups(
  config: OwnerConfig,
  living: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld) return;
  const found = await Promise.all(
    Object.entries(groupsBefore(living.outputs)).map(([app, groups]) => lossesOf(config, app, groups)),
  );
  const losses = found.flat();
  if (losses.length === 0) return;
  throw new pulumi.RunError(
    `stack "${pulumi.getStack()}" would take away what other clusters serve by:\n${losses.map(describe).join("")}`,
  );
}

/** What becomes of one application, by what its clusters have to do. */
async function lossesOf(
  config: OwnerConfig,
  app: string,
  before: readonly SharedTargetGroup[],
): Promise<readonly Loss[]> {
  const isRemoved = !config.apps.some((one) => one.name === app && hasGroups(config, one));
  const now = isRemoved ? [] : groupsOf(config, app);
  const isKept = (group: SharedTargetGroup) => now.some((one) => isSame(one, group));
  const kept = before.filter(isKept);
  const gone = before.filter((group) => !isKept(group));
  if (gone.length === 0) return [];
  const [served, staying] = await Promise.all([otherClustersIn(config, app, gone), clustersIn(app, kept)]);
  const clusters = served.filter((cluster) => !staying.includes(cluster));
  const remedies = Map.groupBy(clusters, (cluster) => remedyOf({ config, isRemoved, gone, kept, cluster }));
  return [...remedies].map(([remedy, some]) => ({ app, clusters: some, remedy }));
}

/** An earlier program did not say which load balancer forwards to a target group: one alone can. */
function isSame(now: GroupIdentity, before: SharedTargetGroup): boolean {
  const { kind, cluster, behindIngress = now.behindIngress, balancer = now.balancer } = before;
  return (
    now.kind === kind &&
    now.cluster === cluster &&
    now.behindIngress === behindIngress &&
    now.balancer === balancer
  );
}

function describe({ app, clusters, remedy }: Loss): string {
  return `  - ${app}, which has pods in ${clusters.join(", ")}${remedy}\n`;
}
