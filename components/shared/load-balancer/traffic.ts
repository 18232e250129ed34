/** How requests of an app are shared out among clusters, and which target groups it has for that. */

/** How requests of an app are shared out among clusters. */
export const TRAFFIC_KINDS = ["shared", "weighted"] as const;

/** Entry of `weights` for apps that have none of their own. */
export const DEFAULT_WEIGHTS = "default";

/** Weights of clusters, from 0 to 999, by the clusters' names. */
export type ClusterWeights = Readonly<Record<string, number>>;

/** What decides on the target groups of apps. */
export interface Traffic {
  readonly traffic: (typeof TRAFFIC_KINDS)[number];
  readonly prepareTraffic: boolean;
  /** By apps, or as {@link DEFAULT_WEIGHTS}. */
  readonly weights: Readonly<Record<string, ClusterWeights>>;
}

/** A target group as an app's forward action names it: that of a cluster, or the one that all clusters share. */
export interface WeightedTarget {
  readonly cluster: string | undefined;
  readonly weight: number;
}

/** Whether apps have a target group that all clusters share. */
export function hasShared({ traffic, prepareTraffic }: Omit<Traffic, "weights">): boolean {
  return traffic === "shared" || prepareTraffic;
}

/** Whether clusters have target groups of their own. */
export function hasOwn({ traffic, prepareTraffic }: Omit<Traffic, "weights">): boolean {
  return traffic === "weighted" || prepareTraffic;
}

/** Clusters that have target groups of their own. */
export function ownClusters(traffic: Traffic): readonly string[] {
  return hasOwn(traffic) ? namedClusters(traffic.weights) : [];
}

/** Clusters that any weights name. */
export function namedClusters(weights: Traffic["weights"]): readonly string[] {
  return [...new Set(Object.values(weights).flatMap((one) => Object.keys(one)))];
}

/** The entry of `weights` that holds for an app; undefined where there is none. */
export function weightsOf(
  app: string,
  weights: Traffic["weights"],
): { readonly key: string; readonly weights: ClusterWeights } | undefined {
  const key = Object.hasOwn(weights, app) ? app : DEFAULT_WEIGHTS;
  const own = weights[key];
  return own && { key, weights: own };
}

/** What an app's rules forward to. Those of the other kind of traffic are there, and get nothing. */
export function targetsOf(app: string, traffic: Traffic): readonly WeightedTarget[] {
  const isWeighted = traffic.traffic === "weighted";
  const weights = weightsOf(app, traffic.weights)?.weights ?? {};
  const own = ownClusters(traffic).map((cluster) => ({
    cluster,
    weight: isWeighted ? (weights[cluster] ?? 0) : 0,
  }));
  const shared = hasShared(traffic) ? [{ cluster: undefined, weight: isWeighted ? 0 : 1 }] : [];
  return [...shared, ...own];
}
