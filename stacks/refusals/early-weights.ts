import { own } from "../../components/shared/own.ts";
import { targetsOf, weightsOf } from "../../components/shared/load-balancer/traffic.ts";
import { ConfigError } from "../config/config.ts";
import { hasGroups, hasLoadBalancer, isOfController, trafficOf } from "../apps/ownership.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { clustersIn } from "../living/clusters-in.ts";
import type { Living } from "../living/living.ts";
import { groupsBefore } from "../living/shared-before.ts";

/**
 * Refuses requests for clusters that are not in the target group which gets them, while others serve: the target group is only
 * made by this update, or the cluster has not bound it, or is drained. The requests would be answered with 503. Nobody asks a
 * load balancer yet that Pulumi only makes now.
 *
 * @throws ConfigError naming each weight, and clusters that are not where all are to share requests.
 */
export async function refuseEarlyWeights(
  config: OwnerConfig,
  { outputs }: Living,
  isHeld: boolean,
): Promise<void> {
  if (!isHeld) return;
  const before = groupsBefore(outputs);
  const served = config.apps
    .filter((app) => hasGroups(config, app))
    .map(({ name }) => ({ name, groups: (own(before, name) ?? []).filter(isOfPulumi) }))
    .filter(({ groups }) => groups.length > 0);
  const weights = await Promise.all(served.map(({ name, groups }) => earlyWeights(config, name, groups)));
  const byPath = new Map(weights.flat().map((problem) => [problem.path, problem]));
  const problems = [...byPath.values(), ...(await earlyShared(config, served))];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Whether Pulumi's load balancer forwards to a target group. */
function isOfPulumi({ kind, behindIngress = false }: SharedTargetGroup): boolean {
  return !isOfController({ kind }) && !behindIngress;
}

async function earlyWeights(
  config: OwnerConfig,
  app: string,
  before: readonly SharedTargetGroup[],
): Promise<readonly ConfigProblem[]> {
  const traffic = trafficOf(config);
  const key = weightsOf(app, traffic.weights)?.key;
  if (key === undefined) return [];
  const found = await Promise.all(
    targetsOf(app, traffic).map(async ({ cluster, weight }) =>
      cluster === undefined || weight === 0 || (await isBound(app, cluster, before))
        ? []
        : [earlyWeight(key, cluster, weight)],
    ),
  );
  return found.flat();
}

/** Whether pods are registered in a cluster's own target group. One that had a weight already is not looked at. */
async function isBound(app: string, cluster: string, before: readonly SharedTargetGroup[]): Promise<boolean> {
  const group = before.find((one) => one.cluster === cluster);
  if (group?.weight !== 0) return group !== undefined;
  return (await clustersIn(app, [group])).length > 0;
}

function earlyWeight(key: string, cluster: string, weight: number): ConfigProblem {
  return {
    path: `weights.${key}.${cluster}`,
    reason:
      `is ${weight}, but the cluster is not bound to its target group yet; begin with 0, update this stack, then that of the ` +
      "cluster, and raise it after that",
  };
}

/** Clusters that serve by target groups of their own, and would be left out where all share one. */
async function earlyShared(
  config: OwnerConfig,
  served: readonly { readonly name: string; readonly groups: readonly SharedTargetGroup[] }[],
): Promise<readonly ConfigProblem[]> {
  if (!hasLoadBalancer(config) || trafficOf(config).traffic !== "shared") return [];
  const leftOut = await Promise.all(served.map(({ name, groups }) => leftOutOf(name, groups)));
  const clusters = [...new Set(leftOut.flat())].sort();
  if (clusters.length === 0) return [];
  const apps = served.filter((_, index) => leftOut[index]!.length > 0).map(({ name }) => name);
  const reason =
    `is shared, but ${clusters.join(", ")} ${clusters.length === 1 ? "is" : "are"} not in the target group that all clusters ` +
    `share for ${apps.join(", ")} yet; keep weighted with ingress.prepareTraffic: true, update this stack, then those of the ` +
    "clusters, and change it after that";
  return [{ path: "ingress.traffic", reason }];
}

/** Clusters in target groups of their own that are not in the one of all. Nobody is asked where there are none of the former. */
async function leftOutOf(app: string, groups: readonly SharedTargetGroup[]): Promise<readonly string[]> {
  const isOwn = ({ kind }: SharedTargetGroup) => kind === "own";
  const ours = await clustersIn(app, groups.filter(isOwn));
  if (ours.length === 0) return [];
  const shared = await clustersIn(
    app,
    groups.filter((group) => !isOwn(group)),
  );
  return ours.filter((cluster) => !shared.includes(cluster));
}
