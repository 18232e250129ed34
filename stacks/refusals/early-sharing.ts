import { own } from "../../components/shared/own.ts";
import { hasGroups, hasLoadBalancer, trafficOf } from "../apps/ownership.ts";
import { ConfigError } from "../config/config.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersIn } from "../living/clusters-in.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore } from "../living/shared-before.ts";

/**
 * Refuses to go from weights to the target group that all clusters share while a cluster that serves is not in it: it is only
 * made by this update, or the cluster has not bound it. Requests would be answered with 503, or by too few pods.
 *
 * @throws ConfigError naming applications and clusters.
 */
export async function refuseEarlySharing(
  config: OwnerConfig,
  { outputs }: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld || !hasLoadBalancer(config) || trafficOf(config).traffic !== "shared") return;
  const before = groupsBefore(outputs);
  const found = await Promise.all(
    config.apps
      .filter((app) => hasGroups(config, app))
      .map(async ({ name }) => ({ name, missing: await missing(name, own(before, name) ?? []) })),
  );
  const problems = found.filter((one) => one.missing.length > 0).map((one) => problem(one.name, one.missing));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Clusters that answer by their weights, and are not in the shared target group. */
async function missing(app: string, before: readonly SharedTargetGroup[]): Promise<string[]> {
  const weighted = before.filter(({ weight = 0 }) => weight > 0);
  const shared = before.filter(({ kind, behindIngress }) => kind === "alb" && behindIngress !== true);
  const [serving, there] = await Promise.all([clustersIn(app, weighted), clustersIn(app, shared)]);
  return serving.filter((cluster) => !there.includes(cluster));
}

function problem(app: string, clusters: readonly string[]) {
  const are = clusters.length === 1 ? "is" : "are";
  const reason =
    `is shared, but ${clusters.join(", ")} ${are} not in the target group of ${app} that all clusters share yet; leave it weighted ` +
    "with prepareTraffic: true, update this stack, then those of the clusters, and switch after that";
  return { path: "ingress.traffic", reason };
}
