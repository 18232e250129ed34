import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { MAX_TARGET_GROUPS } from "../shared/load-balancer/target-group.ts";
import {
  DEFAULT_WEIGHTS,
  hasOwn,
  namedClusters,
  ownClusters,
  targetsOf,
  TRAFFIC_KINDS,
  weightsOf,
  type ClusterWeights,
} from "../shared/load-balancer/traffic.ts";
import { appsWithTargets, type ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html; it is not adjustable. */
const MAX_TARGET_GROUPS_PER_ACTION = 5;

type Check = ArgsCheck<ResolvedSharedLoadBalancerArgs>;

/** How requests are shared out among clusters, and whether AWS takes so many target groups. */
export function checkTraffic(check: Check): void {
  const before = check.problems.length;
  check.oneOf("traffic", TRAFFIC_KINDS);
  check.integer("clusterStickinessSeconds", { min: 1, max: 604_800 });
  checkWeights(check);
  if (check.problems.length > before) return;
  checkSums(check);
  checkCounts(check);
  checkStickiness(check);
}

function checkWeights(check: Check): void {
  const { traffic, weights, apps } = check.args;
  const clusters = namedClusters(weights);
  const names = [DEFAULT_WEIGHTS, ...apps.map(({ name }) => name)];
  if (clusters.length === 0 && hasOwn(check.args)) {
    const reason =
      traffic === "weighted" ? "traffic is weighted" : "prepareTraffic makes their target groups";
    check.add(
      "weights",
      `name no cluster, and ${reason}; give each cluster's weight, e.g. default: {cluster1: 1}`,
    );
  }
  const all = check.at("weights")!;
  for (const key of Object.keys(weights)) {
    if (!names.includes(key)) {
      all.add(key, `is of no app; use one of ${names.join(", ")}`);
    } else {
      checkClusters(all.at(key) as ArgsCheck<ClusterWeights>, clusters);
    }
  }
}

function checkClusters(weights: ArgsCheck<ClusterWeights>, clusters: readonly string[]): void {
  const missing = clusters.filter((cluster) => !Object.hasOwn(weights.args, cluster));
  if (missing.length > 0) {
    const others = "which others have; give each a weight, 0 for no requests";
    weights.addAt(weights.place, `lack ${missing.join(" and ")}, ${others}`);
  }
  for (const cluster of Object.keys(weights.args)) {
    if (!FORMS.clusterName[0].test(cluster))
      weights.add(cluster, `is of no cluster; use ${FORMS.clusterName[1]}`);
    weights.integer(cluster, { min: 0, max: 999 });
  }
}

/** The data plane of AWS does not say what becomes of requests of which no target group may get any. */
function checkSums(check: Check): void {
  const { traffic, weights } = check.args;
  if (traffic !== "weighted") return;
  for (const { name } of appsWithTargets(check.args)) {
    const own = weightsOf(name, weights);
    if (own === undefined) {
      check.add(
        "weights",
        `have none for app ${name}; add ${name}, or ${DEFAULT_WEIGHTS} for all that have none`,
      );
    } else if (Object.values(own.weights).every((weight) => weight === 0)) {
      const all = check.at("weights")!;
      all.add(own.key, `are all 0, so that no cluster gets requests of app ${name}; give one more than 0`);
    }
  }
}

function checkCounts(check: Check): void {
  const clusters = ownClusters(check.args);
  const apps = appsWithTargets(check.args);
  const [first] = apps;
  if (first === undefined) return;
  const perAction = targetsOf(first.name, check.args).length;
  const kinds = kindsText(clusters.length, perAction);
  if (perAction > MAX_TARGET_GROUPS_PER_ACTION) {
    check.add(
      "weights",
      `make ${perAction} target groups for each app (${kinds}), and a rule forwards to at most ${MAX_TARGET_GROUPS_PER_ACTION}; ` +
        `use fewer clusters, or traffic shared${check.args.prepareTraffic ? " without prepareTraffic" : ""}`,
    );
  }
  if (perAction * apps.length > MAX_TARGET_GROUPS) {
    const sum = `${apps.length * perAction} target groups: ${apps.length} apps, each with ${perAction} (${kinds})`;
    check.add(
      "apps",
      `need ${sum}, and a load balancer has at most ${MAX_TARGET_GROUPS}; use several load balancers`,
    );
  }
}

function kindsText(clusters: number, perAction: number): string {
  const ofClusters = `${clusters} ${clusters === 1 ? "cluster" : "clusters"}`;
  if (clusters === 0) return "shared";
  return perAction > clusters ? `${ofClusters} and the shared one` : ofClusters;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions */
function checkStickiness(check: Check): void {
  const { clusterStickinessSeconds, apps } = check.args;
  const clusters = ownClusters(check.args);
  if (clusterStickinessSeconds !== undefined && clusters.length === 0) {
    check.add(
      "clusterStickinessSeconds",
      "has no effect, as clusters share their target groups; leave it out",
    );
  }
  if (clusterStickinessSeconds !== undefined || clusters.length === 0) return;
  for (const [index, app] of check.each("apps").entries()) {
    if (apps[index]!.targetGroup.stickiness === undefined) continue;
    app
      .at("targetGroup")!
      .add(
        "stickiness",
        "needs clusterStickinessSeconds, as AWS wants clients that stay with a target to stay with its target group; give both or none",
      );
  }
}
