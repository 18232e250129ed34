import type { AccessLogEntry, LoggedTarget } from "../../../sim/data-plane/access-log.ts";
import type { ApplicationReport, OwnAnswerReport, RouteReport, TrafficReport } from "../report.ts";
import { isUnfit, type TargetReport } from "../verify.ts";
import type { Application } from "./applications.ts";
import { shareKey, type ExpectedShares } from "./expected-shares.ts";
import { testFairness } from "./fairness.ts";
import type { TestableRoute } from "./plan.ts";
import { isTestable } from "./plan.ts";
import type { ListenerRoute } from "./routes.ts";
import type { Sent } from "./send-traffic.ts";

/** What was sent, and who was to get it. */
export interface Outcome {
  readonly plan: ReadonlyMap<TestableRoute, number>;
  readonly sent: Sent;
  /** Status of the answer to which a redirect leads. */
  readonly followed: ReadonlyMap<ListenerRoute, number>;
  readonly routes: readonly ListenerRoute[];
  readonly applications: readonly Application[];
  /** Of the load balancer that was asked. */
  readonly targets: readonly TargetReport[];
  readonly shares: ExpectedShares;
}

/** Answers by cluster and by pod, and how probable such a split is. */
type Split = Pick<TrafficReport, "byCluster" | "byPod" | "pValue" | "byZones">;

/** All requests to a load balancer together. */
export function totalOf(outcome: Outcome): Omit<TrafficReport, "from" | "notTested"> {
  const { sent, applications } = outcome;
  const { requests, errors } = sent;
  const split = splitOf(
    outcome,
    applications.flatMap(({ groups }) => groups),
    sent.log,
  );
  return {
    requests,
    errors: errors - intendedErrors(outcome),
    blocked: byStatus(sent.log.filter(({ blocked }) => blocked)),
    ownAnswers:
      sent.log.length > 0 && sent.log.every(({ target }) => target === undefined) ? sent.byStatus : {},
    ...split,
    pValue: applications.length > 1 ? null : split.pValue,
  };
}

function byStatus(log: readonly AccessLogEntry[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of log) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** A fixed response and a web ACL's answer may have whatever status they like. */
function intendedErrors({ routes, sent }: Outcome): number {
  const fixed = new Set(
    routes.filter(({ forwardsTo }) => forwardsTo.length === 0).map(({ ruleArn }) => ruleArn),
  );
  return sent.log.filter(
    ({ ruleArn, status, blocked }) => status >= 500 && (blocked === true || fixed.has(ruleArn)),
  ).length;
}

export function applicationReport(outcome: Outcome, application: Application): ApplicationReport {
  const { plan, sent } = outcome;
  const { name, groups, routes } = application;
  const rules = new Set(routes.map(({ ruleArn }) => ruleArn));
  const log = sent.log.filter(({ ruleArn }) => rules.has(ruleArn));
  const requests = routes.reduce((sum, route) => sum + sentTo(plan, route), 0);
  return {
    app: name,
    requests,
    blocked: log.filter(({ blocked }) => blocked).length,
    errors: requests - log.filter(isAnswered).length,
    ...splitOf(outcome, groups, log),
    targetGroups: groups.map(({ group, weight }) => ({
      name: group.name,
      clusters: group.clusters,
      weight,
      answers: log.filter(({ target }) => target?.targetGroupArn === group.arn).length,
    })),
    routes: routes.map((route) => routeReport(outcome, route)),
  };
}

export function ownAnswerReport(outcome: Outcome, route: ListenerRoute): OwnAnswerReport {
  const answer = isTestable(route) ? outcome.sent.answers.get(route) : undefined;
  return {
    ...routeReport(outcome, route),
    status: answer?.status ?? null,
    location: answer?.headers["location"]?.toString() ?? null,
    followed: outcome.followed.get(route) ?? null,
    body: answer?.body ?? null,
  };
}

function routeReport({ plan, sent }: Outcome, route: ListenerRoute): RouteReport {
  const { protocol, port, rule, conditions, sample, notTested, ruleArn } = route;
  const isSent = sentTo(plan, route) > 0;
  return {
    protocol,
    port,
    rule,
    conditions,
    request: isSent ? sample! : null,
    serverName: (isSent ? route.serverName : undefined) ?? null,
    withoutCertificate: route.withoutCertificate,
    notTested: notTested ?? null,
    shadowedBy: route.shadowedBy ?? null,
    answers: sent.log.filter((entry) => entry.ruleArn === ruleArn && isAnswered(entry)).length,
  };
}

/** As somebody wants it, the web ACL included. */
function isAnswered({ status, blocked }: AccessLogEntry): boolean {
  return blocked === true || status < 500;
}

function sentTo(plan: Outcome["plan"], route: ListenerRoute): number {
  return isTestable(route) ? (plan.get(route) ?? 0) : 0;
}

function splitOf(
  { targets, shares }: Outcome,
  groups: Application["groups"],
  log: readonly AccessLogEntry[],
): Split {
  const byPod: Record<string, number> = {};
  const byCluster: Record<string, number> = {};
  const weights: Record<string, number> = {};
  const answers = answersByTarget(log);
  let byZones = false;
  for (const { group, weight } of distinct(groups)) {
    // Clients without a cookie never come to targets that are only prepared.
    if (weight === 0) continue;
    const own = targets.filter((target) => target.targetGroup === group.name && !isUnfit(target));
    const keys = own.map(({ ip, port }) => shareKey(group.arn, `${ip}:${port}`));
    byZones ||= new Set(keys.map((key) => shares.get(key))).size > 1;
    for (const [index, { cluster, ip }] of own.entries()) {
      const owner = cluster ?? "unknown";
      const key = keys[index]!;
      const count = answers.get(key) ?? 0;
      add(byCluster, owner, count);
      add(byPod, `${owner}/${ip}`, count);
      add(weights, `${owner}/${ip}`, weight * (shares.get(key) ?? 0));
    }
  }
  return { byCluster, byPod, pValue: pValueOf(byPod, weights), byZones };
}

function pValueOf(
  byPod: Readonly<Record<string, number>>,
  weights: Readonly<Record<string, number>>,
): number | null {
  const counts = Object.values(byPod);
  if (counts.every((count) => count === 0)) return null;
  return testFairness(
    counts,
    Object.keys(byPod).map((pod) => weights[pod]!),
  ).pValue;
}

function answersByTarget(log: readonly AccessLogEntry[]): Map<string, number> {
  const targets = log.flatMap(({ target }) => target ?? []);
  const keyOf = ({ targetGroupArn, key }: LoggedTarget) => shareKey(targetGroupArn, key);
  return new Map([...Map.groupBy(targets, keyOf)].map(([key, { length }]) => [key, length]));
}

/** Each target group once, as several apps of a load balancer may forward to it. */
function distinct(groups: Application["groups"]): Application["groups"] {
  return [...new Map(groups.map((one) => [one.group.arn, one])).values()];
}

function add(counts: Record<string, number>, name: string, amount: number): void {
  counts[name] = (counts[name] ?? 0) + amount;
}
