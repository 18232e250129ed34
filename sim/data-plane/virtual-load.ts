/** Requests to a load balancer in virtual time: what clients notice while the cloud changes under them. */
import { countMetric } from "../aws/cloudwatch/metrics.ts";
import { reachability } from "../aws/ec2/reachability.ts";
import { ec2State } from "../aws/ec2/state.ts";
import type { LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import { worldRevision } from "../aws/elbv2/health/world-revision.ts";
import type { Cloud } from "../core/cloud.ts";
import type { Timer } from "../core/clock.ts";
import { compileListener, type RoutingTable } from "./routing-table.ts";
import {
  failure,
  kindOf,
  send,
  sumOf,
  type Answer,
  type RequestKind,
  type VirtualRequest,
} from "./virtual-request.ts";

export interface VirtualLoadOptions {
  /** The name that clients have of the load balancer. */
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
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined;
  #healthChanges = 0;
  #last: { readonly revision: string; readonly answer: Answer } | undefined;
  /** Whether a web ACL counts requests, so that the same ones may end otherwise in a while. */
  #isCounted = false;
  #tally = newTally();

  constructor(
    cloud: Cloud,
    { dnsName, clientAddress = CLIENT_ADDRESS, requests = [{}] }: VirtualLoadOptions,
  ) {
    this.#cloud = cloud;
    this.#dnsName = dnsName;
    this.#clientAddress = clientAddress;
    this.#kinds = requests.map((request) => kindOf(request, dnsName, clientAddress));
    this.#unsubscribe = elbv2State(cloud).onTargetHealthChange(() => {
      this.#healthChanges += 1;
    });
    this.#schedule();
  }

  /** What came of the requests since the last call. */
  take(): VirtualLoadResult {
    const { shares, ...counted } = this.#tally;
    this.#tally = newTally();
    const shareByCluster = Object.fromEntries(
      Object.entries(shares).map(([name, sum]) => [name, Math.round((sum * 1000) / counted.seconds) / 1000]),
    );
    return { ...counted, shareByCluster };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#unsubscribe();
  }

  #schedule(): void {
    this.#timer = this.#cloud.clock.schedule(SECOND_MS, () => {
      const answer = this.#present();
      count(this.#tally, answer);
      for (const answerAll of answer.work) answerAll();
      for (const { metricName, dimensions } of answer.reports)
        countMetric(this.#cloud, metricName, dimensions);
      this.#schedule();
    });
  }

  /** As long as nothing changes, the same requests end in the same way. */
  #present(): Answer {
    const revision = `${worldRevision(this.#cloud)} ${this.#healthChanges}`;
    if (this.#last?.revision !== revision || this.#isCounted) this.#last = { revision, answer: this.#send() };
    return this.#last.answer;
  }

  #send(): Answer {
    const [loadBalancer] = elbv2State(this.#cloud).loadBalancers.where(
      ({ dnsName }) => dnsName === this.#dnsName,
    );
    const tables = new Map<string, RoutingTable | undefined>();
    const tableOf = (protocol: string): RoutingTable | undefined => {
      if (!tables.has(protocol)) tables.set(protocol, this.#connect(loadBalancer!, protocol));
      return tables.get(protocol);
    };
    const answers = this.#kinds.map((kind) => {
      if (loadBalancer === undefined) return failure(kind, "no load balancer has the name");
      if (loadBalancer.state !== "active") return failure(kind, `the load balancer is ${loadBalancer.state}`);
      return send(kind, tableOf);
    });
    this.#isCounted = [...tables.values()].some((table) => table?.webAcl?.counts);
    return together(answers);
  }

  /** What the first listener of a protocol does with requests; undefined where nobody gets in. */
  #connect(loadBalancer: LoadBalancerRecord, wanted: string): RoutingTable | undefined {
    const listener = elbv2State(this.#cloud).listeners.where(
      ({ loadBalancerArn, protocol }) => loadBalancerArn === loadBalancer.arn && protocol === wanted,
    )[0];
    if (listener === undefined || !this.#accepts(loadBalancer, listener.port)) return undefined;
    return compileListener(this.#cloud, listener.arn);
  }

  #accepts(loadBalancer: LoadBalancerRecord, port: number): boolean {
    const eni = ec2State(this.#cloud).networkInterfaces.get(loadBalancer.subnets[0]!.networkInterfaceId);
    return reachability(this.#cloud, {
      from: { address: this.#clientAddress },
      to: { address: eni.PrivateIpAddress, interface: eni },
      port,
    }).allowed;
  }
}

function together(answers: readonly Answer[]): Answer {
  const shares = [...sumOf(answers)].map(([name, sum]) => [name, sum / answers.length] as const);
  return {
    outcomes: answers.flatMap(({ outcomes }) => outcomes),
    shares: new Map(shares),
    work: answers.flatMap(({ work }) => work),
    reports: answers.flatMap(({ reports }) => reports),
  };
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

function count(tally: Tally, { outcomes, shares }: Answer): void {
  const add = (counts: Record<string, number>, name: string, amount: number) => {
    counts[name] = (counts[name] ?? 0) + amount;
  };
  tally.seconds += 1;
  tally.requests += outcomes.length;
  for (const outcome of outcomes) if (outcome !== "") add(tally.failed, outcome, 1);
  for (const [name, share] of shares) {
    add(tally.secondsByCluster, name, 1);
    add(tally.shares, name, share);
  }
}
