import { count, shortened } from "../words.ts";
import { describeStandIn, type StandInReport } from "../stand-ins.ts";
import type { TargetGroupReport } from "../target-groups.ts";
import { isUnfit, type TargetReport, type Verification } from "../verify.ts";
import { groupAlike, renderTable } from "./table.ts";

/** More images than these share a line. */
const IMAGES = 10;

/** The targets of every app with their clusters, and how many are healthy. */
export function renderVerification(verification: Verification): string {
  const { loadBalancers, targetGroups, targets, standIns } = verification;
  const apps = new Set(targetGroups.map(({ app }) => app));
  const healthy = targets.filter((target) => !isUnfit(target));
  const clusters = new Set(healthy.map(({ cluster }) => cluster));
  const ofApps = apps.size > 1 ? ` of ${count(apps.size, "app")}` : "";
  return [
    apps.size > 1 ? renderApps(verification) : renderTargets(verification),
    "",
    `${healthy.length} healthy${ofApps} from ${count(clusters.size, "cluster")} behind ${count(loadBalancers.length, "load balancer")}`,
    ...renderStandIns(standIns),
  ].join("\n");
}

/** One line for each image, or for all where they are many. */
function renderStandIns(standIns: readonly StandInReport[]): string[] {
  const byImage = [...Map.groupBy(standIns, ({ image }) => image)];
  const answers = (some: readonly StandInReport[]) =>
    `a stand-in answers in ${count(
      some.reduce((sum, { pods }) => sum + pods, 0),
      "pod",
    )}`;
  if (byImage.length > IMAGES) {
    const images = byImage.map(([image]) => image);
    return [`not simulated: ${count(images.length, "image")}, ${shortened(images)}; ${answers(standIns)}`];
  }
  return byImage.map(([image, some]) => {
    const clusters = some.map(({ cluster }) => cluster).join(", ");
    return `not simulated: image ${describeStandIn({ image, cluster: clusters })}; ${answers(some)}`;
  });
}

/** One line for each target. */
function renderTargets({ loadBalancers, targetGroups, targets }: Verification): string {
  const several = loadBalancers.length > 1;
  const prepared = new Set(targetGroups.filter(isPrepared).map(({ name }) => name));
  const rows = targets.map((target) => [
    ...(several ? [target.loadBalancers.join(", ")] : []),
    `${target.ip}:${target.port}${isNode(target) ? " (node)" : ""}`,
    target.cluster ?? "unknown",
    target.zone,
    `${renderState(target)}${prepared.has(target.targetGroup) ? ", prepared" : ""}`,
  ]);
  return renderTable([...(several ? ["load balancer"] : []), "target", "cluster", "zone", "state"], rows);
}

function renderState({ state, reason }: TargetReport): string {
  return reason === undefined ? state : `${state} (${reason})`;
}

/** One line for each app and load balancer, with a column for each cluster. */
function renderApps({ loadBalancers, targetGroups, targets }: Verification): string {
  const several = loadBalancers.length > 1;
  const clusters = clustersOf(targetGroups, targets);
  const rows = [...Map.groupBy(targetGroups, keyOf).values()].map((groups) => {
    const { app, loadBalancers: names } = groups[0]!;
    return [
      app,
      ...(several ? [names.join(", ")] : []),
      ...clusters.map((cluster) => renderCell(groups, targets, cluster)),
    ];
  });
  const header = ["app", ...(several ? ["load balancer"] : []), ...clusters.map((name) => name ?? "unknown")];
  return renderTable(header, groupAlike(rows.sort(byName)));
}

function keyOf({ app, loadBalancers }: TargetGroupReport): string {
  return JSON.stringify([app, loadBalancers]);
}

function clustersOf(targetGroups: readonly TargetGroupReport[], targets: readonly TargetReport[]) {
  const names = [
    ...targetGroups.flatMap(({ clusters }) => clusters),
    ...targets.flatMap(({ cluster }) => cluster ?? []),
  ];
  const owned = [...new Set(names)].sort(numerically.compare);
  return targets.some(({ cluster }) => cluster === null) ? [...owned, null] : owned;
}

/** `2 healthy`, `2 healthy prepared`, `3 nodes healthy`; `-` for a cluster that has nothing of the app. */
function renderCell(
  groups: readonly TargetGroupReport[],
  targets: readonly TargetReport[],
  cluster: string | null,
): string {
  const servingFirst = groups.toSorted((a, b) => Number(isPrepared(a)) - Number(isPrepared(b)));
  const parts = servingFirst.flatMap((group) => {
    const own = targets.filter((target) => target.targetGroup === group.name && target.cluster === cluster);
    if (own.length === 0 && (cluster === null || !group.clusters.includes(cluster))) return [];
    return [`${renderStates(own)}${isPrepared(group) ? " prepared" : ""}`];
  });
  return parts.length === 0 ? "-" : parts.join(", ");
}

function renderStates(targets: readonly TargetReport[]): string {
  if (targets.length === 0) return "none";
  return [...Map.groupBy(targets, ({ state }) => state)]
    .map(([state, { length }]) =>
      targets.some(isNode) ? `${count(length, "node")} ${state}` : `${length} ${state}`,
    )
    .join(", ");
}

/** Targets of a target group for nodes have the ids of instances. */
function isNode({ ip }: TargetReport): boolean {
  return ip.startsWith("i-");
}

/** Whether its targets are checked, and get no requests until its weight is raised. */
function isPrepared({ weight }: TargetGroupReport): boolean {
  return weight === 0;
}

const numerically = new Intl.Collator("en", { numeric: true });

function byName([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return numerically.compare(a, b);
}
