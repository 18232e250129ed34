/** Requests to a load balancer in virtual time: what clients notice while the cloud changes under them. */
import { countMetric } from "../aws/cloudwatch/metrics.ts";
import { loadBalancerType } from "../aws/elbv2/arns.ts";
import type { LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { resolve } from "../aws/route53/lookup.ts";
import { loadBalancerOf } from "../aws/route53/weights.ts";
import type { Cloud } from "../core/cloud.ts";
import type { Timer } from "../core/clock.ts";
import { listenersOf, wayIn } from "./entrance.ts";
import { compileNetworkListener } from "./network-table.ts";
import { compileListener, type RoutingTable } from "./routing-table.ts";
import { TrafficRevision } from "./traffic-revision.ts";
import {
  failure,
  kindOf,
  merged,
  partOf,
  send,
  sendThrough,
  type Answer,
  type RequestKind,
  type VirtualRequest,
} from "./virtual-request.ts";

export interface VirtualLoadOptions {
  /** The name that clients have: that of the load balancer, or one of a public zone, which may lead to several. */
  readonly dnsName: string;
  /** The address from which requests come. Default: somebody on the internet. */
  readonly clientAddress?: string;
  /** What is asked for each second. Default: `/` of the load balancer's own name. */
  readonly requests?: readonly VirtualRequest[];
}

export interface VirtualLoadResult {
  readonly requests: number;
  /** Requests without an answer, or without one that counts; how many by what was wrong. */
  readonly failed: Readonly<Record<string, number>>;
  /** Seconds in which a cluster answered. */
  readonly secondsByCluster: Readonly<Record<string, number>>;
  /** The part of all requests that each cluster answers, by weights of target groups and numbers of targets. */
  readonly shareByCluster: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const SECOND_MS = 1_000;

/** An address of a block that is for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const CLIENT_ADDRESS = "203.0.113.10";

/**
 * Each second, one request of each kind to each target that the load balancer would choose from: no target that fails stays
 * unseen. Requests take no time, and go to the first HTTP port; redirects to HTTPS are followed.
 */
export class VirtualLoad {
  readonly #cloud: Cloud;
  readonly #dnsName: string;
  readonly #clientAddress: string;
  readonly #kinds: readonly RequestKind[];
  readonly #revision: TrafficRevision;
  #timer: Timer | undefined;
  #last: { readonly revision: string; readonly answer: Answer } | undefined;
  /** What listeners do with requests as long as nothing changes, by load balancer and protocol. */
  readonly #tables = new Map<string, RoutingTable | undefined>();
  #tally = newTally();
  /** Seconds with the last answer that are not in the tally yet. */
  #uncounted = 0;

  constructor(
    cloud: Cloud,
    { dnsName, clientAddress = CLIENT_ADDRESS, requests = [{}] }: VirtualLoadOptions,
  ) {
    this.#cloud = cloud;
    this.#dnsName = dnsName;
    this.#clientAddress = clientAddress;
    this.#kinds = requests.map((request) => kindOf(request, dnsName, clientAddress));
    this.#revision = new TrafficRevision(cloud);
    this.#schedule();
  }

  /** What came of the requests since the last call. */
  take(): VirtualLoadResult {
    this.#count();
    const { shares, ...counted } = this.#tally;
    this.#tally = newTally();
    const shareByCluster = Object.fromEntries(
      Object.entries(shares).map(([name, sum]) => [name, Math.round((sum * 1000) / counted.seconds) / 1000]),
    );
    return { ...counted, shareByCluster };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#revision.stop();
  }

  #schedule(): void {
    this.#timer = this.#cloud.clock.schedule(SECOND_MS, () => {
      const answer = this.#present();
      this.#uncounted += 1;
      for (const answerAll of answer.work) answerAll();
      for (const { metricName, dimensions } of answer.reports)
        countMetric(this.#cloud, metricName, dimensions);
      this.#schedule();
    });
  }

  /** As long as nothing changes, the same requests end in the same way, unless a web ACL counts them. */
  #present(): Answer {
    const revision = this.#revision.current;
    const isAsBefore = this.#last?.revision === revision;
    if (!isAsBefore) this.#tables.clear();
    if (!isAsBefore || this.#isCounted()) {
      this.#count();
      this.#last = { revision, answer: this.#send() };
    }
    return this.#last!.answer;
  }

  #count(): void {
    if (this.#last !== undefined && this.#uncounted > 0)
      count(this.#tally, this.#last.answer, this.#uncounted);
    this.#uncounted = 0;
  }

  #isCounted(): boolean {
    return [...this.#tables.values()].some((table) => table?.webAcl?.counts);
  }

  #send(): Answer {
    const found = this.#resolve();
    if (found.length === 0) return this.#each((kind) => failure(kind, "no load balancer has the name"));
    const answers = found.map(({ loadBalancer, share }) => partOf(this.#sendTo(loadBalancer), share));
    return merged(answers);
  }

  /** The load balancers to which the name leads, and the part of all clients that comes to each. */
  #resolve(): readonly { readonly loadBalancer: LoadBalancerRecord; readonly share: number }[] {
    const own = loadBalancerOf(this.#cloud, this.#dnsName);
    if (own !== undefined) return [{ loadBalancer: own, share: 1 }];
    const shares = resolve(this.#cloud, this.#dnsName)?.shares ?? [];
    return shares.flatMap(({ set: { AliasTarget }, share }) => {
      const loadBalancer = AliasTarget && loadBalancerOf(this.#cloud, AliasTarget.DNSName);
      return loadBalancer === undefined ? [] : [{ loadBalancer, share }];
    });
  }

  #each(answer: (kind: RequestKind) => Answer): Answer {
    const part = 1 / this.#kinds.length;
    return merged(this.#kinds.map((kind) => partOf(answer(kind), part)));
  }

  #sendTo(loadBalancer: LoadBalancerRecord): Answer {
    if (loadBalancer.state !== "active") {
      return this.#each((kind) => failure(kind, `the load balancer is ${loadBalancer.state}`));
    }
    if (loadBalancerType(loadBalancer.arn) === "network") return this.#sendThrough(loadBalancer);
    return this.#each((kind) => send(kind, (protocol) => this.#tableOf(loadBalancer, protocol)));
  }

  #tableOf(loadBalancer: LoadBalancerRecord, protocol: string): RoutingTable | undefined {
    const key = `${loadBalancer.arn} ${protocol}`;
    if (!this.#tables.has(key)) this.#tables.set(key, this.#connect(loadBalancer, protocol));
    return this.#tables.get(key);
  }

  /** To the first listener of a Network Load Balancer. */
  #sendThrough(loadBalancer: LoadBalancerRecord): Answer {
    const [listener] = listenersOf(this.#cloud, loadBalancer);
    const isIn = listener !== undefined && this.#accepts(loadBalancer, listener.port);
    const table = isIn && compileNetworkListener(this.#cloud, listener.arn, this.#clientAddress);
    return this.#each((kind) => (table ? sendThrough(kind, table) : failure(kind, "no connection")));
  }

  /** What the first listener of a protocol does with requests; undefined where nobody gets in. */
  #connect(loadBalancer: LoadBalancerRecord, wanted: string): RoutingTable | undefined {
    const listener = listenersOf(this.#cloud, loadBalancer).find(({ protocol }) => protocol === wanted);
    if (listener === undefined || !this.#accepts(loadBalancer, listener.port)) return undefined;
    return compileListener(this.#cloud, listener.arn);
  }

  #accepts(loadBalancer: LoadBalancerRecord, port: number): boolean {
    return wayIn(this.#cloud, loadBalancer, { address: this.#clientAddress }, port).allowed;
  }
}

interface Tally {
  requests: number;
  seconds: number;
  readonly failed: Record<string, number>;
  readonly secondsByCluster: Record<string, number>;
  readonly shares: Record<string, number>;
}

function newTally(): Tally {
  return { requests: 0, seconds: 0, failed: {}, secondsByCluster: {}, shares: {} };
}

function count(tally: Tally, { outcomes, shares }: Answer, seconds: number): void {
  const add = (counts: Record<string, number>, name: string, amount: number) => {
    counts[name] = (counts[name] ?? 0) + amount;
  };
  tally.seconds += seconds;
  tally.requests += outcomes.length * seconds;
  for (const outcome of outcomes) if (outcome !== "") add(tally.failed, outcome, seconds);
  for (const [name, share] of shares) {
    add(tally.secondsByCluster, name, seconds);
    add(tally.shares, name, share * seconds);
  }
}
