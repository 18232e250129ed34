import * as pulumi from "@pulumi/pulumi";
import { groupsOf, hasGroups, type GroupIdentity } from "../apps/ownership.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import type { Living } from "../living/living.ts";
import { clustersIn } from "../living/clusters-in.ts";
import { groupsBefore } from "../living/shared-before.ts";

/** Clusters with pods in a target group that goes and in none that stays. */
interface Loss {
  readonly app: string;
  readonly clusters: readonly string[];
  /** Whether the application itself goes. */
  readonly isRemoved: boolean;
  /** Whether a target group stays in which they could be. */
  readonly hasOther: boolean;
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
    Object.entries(groupsBefore(living.outputs)).map(([app, groups]) => lossOf(config, app, groups)),
  );
  const losses = found.filter((loss) => loss !== undefined);
  if (losses.length === 0) return;
  throw new pulumi.RunError(
    `stack "${pulumi.getStack()}" would take away what other clusters serve by:\n${losses.map(describe).join("")}`,
  );
}

async function lossOf(
  config: OwnerConfig,
  app: string,
  before: readonly SharedTargetGroup[],
): Promise<Loss | undefined> {
  const isRemoved = !config.apps.some((one) => one.name === app && hasGroups(config, one));
  const now = isRemoved ? [] : groupsOf(config, app);
  const isKept = (group: SharedTargetGroup) => now.some((one) => isSame(one, group));
  const kept = before.filter(isKept);
  const gone = before.filter((group) => !isKept(group));
  if (gone.length === 0) return undefined;
  const [served, staying] = await Promise.all([clustersIn(app, gone), clustersIn(app, kept)]);
  const clusters = served.filter((cluster) => cluster !== config.clusterName && !staying.includes(cluster));
  return clusters.length === 0 ? undefined : { app, clusters, isRemoved, hasOther: kept.length > 0 };
}

function isSame(one: GroupIdentity, other: GroupIdentity): boolean {
  return one.kind === other.kind && one.cluster === other.cluster;
}

function describe({ app, clusters, isRemoved, hasOther }: Loss): string {
  const where = `${app}, which has pods in ${clusters.join(", ")}`;
  if (isRemoved) {
    return `  - ${where}; put it back with retire: true, update this stack, then those of the clusters, and take it away after that\n`;
  }
  return hasOther
    ? `  - ${where}, not yet in the target group that stays; update the stacks of these clusters first\n`
    : `  - ${where}, and nothing of what there is now would stay; have both for a while (ingress.ownership: both, or ` +
        "ingress.prepareTraffic: true), update this stack, then those of the clusters, and switch after that\n";
}
