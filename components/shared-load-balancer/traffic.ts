import { hasTargets } from "../shared/routing/plan.ts";
import { DEFAULT_WEIGHTS, type ClusterWeights } from "./args.ts";
import type { ResolvedSharedApp, ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/** A target group as an app's forward action names it: that of a cluster, or the one that all clusters share. */
export interface WeightedTarget {
  readonly cluster: string | undefined;
  readonly weight: number;
}

type Args = Pick<
  ResolvedSharedLoadBalancerArgs,
  "apps" | "defaultAction" | "traffic" | "weights" | "prepareTraffic"
>;

/** Apps that have target groups. */
export function appsWithTargets({ apps, defaultAction }: Args): readonly ResolvedSharedApp[] {
  return apps.filter((app) => hasTargets(app, defaultAction));
}

/** Whether apps have a target group that all clusters share. */
export function hasShared({ traffic, prepareTraffic }: Args): boolean {
  return traffic === "shared" || prepareTraffic;
}

/** Clusters that have target groups of their own. */
export function ownClusters(args: Args): readonly string[] {
  return args.traffic === "weighted" || args.prepareTraffic ? namedClusters(args.weights) : [];
}

/** Clusters that any weights name. */
export function namedClusters(weights: Args["weights"]): readonly string[] {
  return [...new Set(Object.values(weights).flatMap((one) => Object.keys(one)))];
}

/** The entry of `weights` that holds for an app; undefined where there is none. */
export function weightsOf(
  app: string,
  weights: Args["weights"],
): { readonly key: string; readonly weights: ClusterWeights } | undefined {
  const key = Object.hasOwn(weights, app) ? app : DEFAULT_WEIGHTS;
  const own = weights[key];
  return own && { key, weights: own };
}

/** What an app's rules forward to. Those of the other kind of traffic are there, and get nothing. */
export function targetsOf(app: string, args: Args): readonly WeightedTarget[] {
  const isWeighted = args.traffic === "weighted";
  const weights = weightsOf(app, args.weights)?.weights ?? {};
  const own = ownClusters(args).map((cluster) => ({
    cluster,
    weight: isWeighted ? (weights[cluster] ?? 0) : 0,
  }));
  const shared = hasShared(args) ? [{ cluster: undefined, weight: isWeighted ? 0 : 1 }] : [];
  return [...shared, ...own];
}
