/** What comes of one kind of requests to a load balancer in virtual time. */
import type { TargetConnection } from "../aws/elbv2/target/connection.ts";
import { defined } from "../core/defined.ts";
import { NotSimulated } from "../core/errors.ts";
import type { RequestFacts } from "./conditions.ts";
import { blockedRequest, connectionError, ownError, targetError, type Report } from "./reports.ts";
import type { RequestLine, Rewrite } from "./rewrite.ts";
import type { NetworkTable } from "./network-table.ts";
import type { ForwardAction, Route, RoutingTable } from "./routing-table.ts";
import type { TargetView } from "./target-group-view.ts";

/** One kind of requests. */
export interface VirtualRequest {
  /** The header `Host`. Default: the name that clients have of the load balancer. */
  readonly host?: string;
  /** The request target: `/path?query`. Default: `/`. */
  readonly target?: string;
  /** Which answer counts. Default: each with a status below 500. */
  readonly status?: number;
  /**
   * How many of them come each second, for what they cost the programs that answer; what becomes of them is told by one for
   * each target. Default: no more than these.
   */
  readonly perSecond?: number;
  /** Length of the body. Default: 0. */
  readonly bodyBytes?: number;
  /** ISO 3166 code of the country from which it comes. Default: none. */
  readonly country?: string;
  /** Further headers, with names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What comes of requests of one second. */
export interface Answer {
  /** Empty for a request that is answered; otherwise what is wrong. */
  readonly outcomes: readonly string[];
  /** The part of the requests that each cluster answers. */
  readonly shares: ReadonlyMap<string, number>;
  /** What makes the programs answer all requests of a second. */
  readonly work: readonly (() => void)[];
  /** What the load balancer reports of them. */
  readonly reports: readonly Report[];
}

/** Requests of one kind, ready to be sent. */
export interface RequestKind {
  readonly host: string;
  readonly target: string;
  readonly facts: RequestFacts;
  /** Behind what is wrong, where there are several kinds. */
  readonly label: string;
  readonly perSecond: number;
  counts(status: number): boolean;
}

export function kindOf(request: VirtualRequest, dnsName: string, clientAddress: string): RequestKind {
  const { host = dnsName, target = "/", status, perSecond = 0, bodyBytes = 0, country, headers } = request;
  const [path = "", query] = target.split("?");
  return {
    host,
    target,
    label: isPlain(request) ? "" : ` of ${host}${target}`,
    perSecond,
    facts: {
      method: "GET",
      path,
      query: new URLSearchParams(query),
      host: host.toLowerCase(),
      headers: { ...headers, host },
      clientAddress,
      bodyBytes,
      ...defined({ country }),
    },
    counts: (answered) => (status === undefined ? answered < 500 : answered === status),
  };
}

function isPlain({ perSecond: _, ...asked }: VirtualRequest): boolean {
  return Object.keys(asked).length === 0;
}

/** Sends one request to each target that it may come to. @param tableOf undefined where nobody gets in. */
export function send(kind: RequestKind, tableOf: (protocol: string) => RoutingTable | undefined): Answer {
  const table = tableOf("HTTP");
  if (table === undefined) return failure(kind, "no connection");
  const blocked = blockedBy(table, kind);
  if (blocked !== undefined) return blocked;
  const route = routeOf(table, kind);
  const { action } = route;
  if (action.type !== "redirect" || action.redirect.Protocol !== "HTTPS") return carryOut(kind, table, route);
  const secure = tableOf("HTTPS");
  return secure === undefined
    ? failure(kind, "no connection")
    : carryOut(kind, secure, routeOf(secure, kind));
}

/** What the web ACL answers, if it does. */
function blockedBy(table: RoutingTable, kind: RequestKind): Answer | undefined {
  const blocked = table.webAcl?.check(kind.facts, Math.max(1, kind.perSecond));
  return blocked && answered(kind, blocked.status, [blockedRequest(table, table.webAcl!.metricName)]);
}

/** The default rule takes what no other rule takes. */
function routeOf({ rules }: RoutingTable, { facts }: RequestKind): Route {
  return rules.find(({ test }) => test(facts))!;
}

function carryOut(kind: RequestKind, table: RoutingTable, { action, rewrite }: Route): Answer {
  switch (action.type) {
    case "redirect":
      return answered(kind, action.redirect.StatusCode === "HTTP_301" ? 301 : 302);
    case "fixed-response":
      return answered(kind, Number(action.response.StatusCode));
    case "not-simulated":
      return failure(kind, action.error.message);
    case "forward":
      return forward({ kind, table }, action, rewrite);
  }
}

/** A request, and what the load balancer knows when it comes in. */
interface Incoming {
  readonly kind: RequestKind;
  readonly table: RoutingTable;
}

function forward(incoming: Incoming, { groups }: ForwardAction, rewrite: Rewrite | undefined): Answer {
  const { kind, table } = incoming;
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const line = rewritten(kind, rewrite);
  if (typeof line === "string") return failure(kind, line);
  const answers = groups
    .filter(({ weight }) => weight > 0)
    .flatMap(({ group: { arn, candidates, pools }, weight }) => {
      if (candidates.length === 0) return [answered(kind, 503, [ownError(table)])];
      const share = weight / total / pools.length;
      return pools.flatMap((pool) =>
        pool.map((target) => ask(incoming, line, { target, arn, share: share / pool.length })),
      );
    });
  return merged(answers);
}

function rewritten({ host, target }: RequestKind, rewrite: Rewrite | undefined): RequestLine | string {
  try {
    return rewrite?.({ host, target }) ?? { host, target };
  } catch (error) {
    if (error instanceof NotSimulated) return error.message;
    throw error;
  }
}

function ask(
  { kind, table }: Incoming,
  { host, target: path }: RequestLine,
  { target, arn, share }: { readonly target: TargetView; readonly arn: string; readonly share: number },
): Answer {
  const connection = target.connection();
  if (connection.outcome === "timeout") return answered(kind, 504, connectionError(table, arn));
  if (connection.outcome !== "connected") return answered(kind, 502, connectionError(table, arn));
  return asked(kind, connection, {
    line: { host, target: path },
    share,
    reportsOf: (status) => (status < 500 ? [] : [targetError(table, arn)]),
  });
}

/** Sends one request through a Network Load Balancer to each target that it may come to. */
export function sendThrough(kind: RequestKind, { group: { pools } }: NetworkTable): Answer {
  if (pools.length === 0) return failure(kind, "no target");
  const answers = pools.flatMap((pool) =>
    pool.map((target) => {
      const connection = target.connection();
      const share = 1 / pools.length / pool.length;
      return connection.outcome === "connected"
        ? asked(kind, connection, { line: kind, share, reportsOf: () => [] })
        : failure(kind, `connection ${connection.outcome}`);
    }),
  );
  return merged(answers);
}

/** What comes of the question, and of all of a second that this target gets. */
interface Question {
  readonly line: RequestLine;
  readonly share: number;
  reportsOf(status: number): readonly Report[];
}

function asked(
  kind: RequestKind,
  { serve, cluster }: Extract<TargetConnection, { outcome: "connected" }>,
  { line, share, reportsOf }: Question,
): Answer {
  const request = { method: kind.facts.method, path: line.target, headers: { host: line.host } };
  const { status } = serve(request);
  const { outcomes, reports } = answered(kind, status, reportsOf(status));
  return {
    outcomes,
    reports,
    shares: new Map(outcomes[0] === "" ? [[cluster, share]] : []),
    work: kind.perSecond === 0 ? [] : [() => serve(request, kind.perSecond * share)],
  };
}

/** All that comes of several requests. */
export function merged(answers: readonly Answer[]): Answer {
  return {
    outcomes: answers.flatMap(({ outcomes }) => outcomes),
    shares: sumOf(answers),
    work: answers.flatMap(({ work }) => work),
    reports: answers.flatMap(({ reports }) => reports),
  };
}

/** An answer to a part of the requests alone. */
export function partOf(answer: Answer, part: number): Answer {
  return { ...answer, shares: new Map([...answer.shares].map(([name, share]) => [name, share * part])) };
}

export function failure({ label }: RequestKind, outcome: string): Answer {
  return { outcomes: [`${outcome}${label}`], shares: new Map(), work: [], reports: [] };
}

function answered(kind: RequestKind, status: number, reports: readonly Report[] = []): Answer {
  const answer = failure(kind, `status ${status}`);
  return { ...answer, reports, ...(kind.counts(status) && { outcomes: [""] }) };
}

function sumOf(answers: readonly Answer[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, share] of answers.flatMap(({ shares }) => [...shares])) {
    sums.set(name, (sums.get(name) ?? 0) + share);
  }
  return sums;
}
