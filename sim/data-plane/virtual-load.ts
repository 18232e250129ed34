/** Requests to a load balancer in virtual time: what clients notice while the cloud changes under them. */
import { reachability } from "../aws/ec2/reachability.ts";
import { ec2State } from "../aws/ec2/state.ts";
import type { LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import { worldRevision } from "../aws/elbv2/health/world-revision.ts";
import type { Cloud } from "../core/cloud.ts";
import type { Timer } from "../core/clock.ts";
import type { RequestFacts } from "./conditions.ts";
import { compileListener, type RouteAction, type TargetView } from "./routing-table.ts";

export interface VirtualLoadOptions {
  /** The name that clients have of the load balancer. */
  readonly dnsName: string;
  /** The address from which requests come. Default: somebody on the internet. */
  readonly clientAddress?: string;
}

export interface VirtualLoadResult {
  readonly requests: number;
  /** Requests without an answer, and answers with status 500 and above; how many by what was wrong. */
  readonly failed: Readonly<Record<string, number>>;
  /** Seconds in which a cluster answered. */
  readonly secondsByCluster: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** What comes of the requests of one second. */
interface Round {
  /** Empty for a request that is answered; otherwise what is wrong. */
  readonly outcomes: readonly string[];
  readonly clusters: ReadonlySet<string>;
}

const SECOND_MS = 1_000;

/** An address of a block that is for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const CLIENT_ADDRESS = "203.0.113.10";

/**
 * Each second, one request to each target that the load balancer would choose from: no target that fails stays unseen.
 * Requests take no time, and go to the first HTTP port; redirects to HTTPS are followed.
 */
export class VirtualLoad {
  readonly #cloud: Cloud;
  readonly #dnsName: string;
  readonly #clientAddress: string;
  readonly #facts: RequestFacts;
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined;
  #healthChanges = 0;
  #last: { readonly revision: string; readonly round: Round } | undefined;
  #requests = 0;
  #seconds = 0;
  #failed: Record<string, number> = {};
  #secondsByCluster: Record<string, number> = {};

  constructor(cloud: Cloud, { dnsName, clientAddress = CLIENT_ADDRESS }: VirtualLoadOptions) {
    this.#cloud = cloud;
    this.#dnsName = dnsName;
    this.#clientAddress = clientAddress;
    this.#facts = {
      method: "GET",
      path: "/",
      query: new URLSearchParams(),
      host: dnsName.toLowerCase(),
      headers: {},
      clientAddress,
    };
    this.#unsubscribe = elbv2State(cloud).onTargetHealthChange(() => {
      this.#healthChanges += 1;
    });
    this.#schedule();
  }

  /** What came of the requests since the last call. */
  take(): VirtualLoadResult {
    const result = {
      requests: this.#requests,
      failed: this.#failed,
      secondsByCluster: this.#secondsByCluster,
      seconds: this.#seconds,
    };
    [this.#requests, this.#seconds, this.#failed, this.#secondsByCluster] = [0, 0, {}, {}];
    return result;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#unsubscribe();
  }

  #schedule(): void {
    this.#timer = this.#cloud.clock.schedule(SECOND_MS, () => {
      this.#count(this.#present());
      this.#schedule();
    });
  }

  #count({ outcomes, clusters }: Round): void {
    this.#seconds += 1;
    this.#requests += outcomes.length;
    for (const outcome of outcomes) {
      if (outcome !== "") this.#failed[outcome] = (this.#failed[outcome] ?? 0) + 1;
    }
    for (const name of clusters) this.#secondsByCluster[name] = (this.#secondsByCluster[name] ?? 0) + 1;
  }

  /** As long as nothing changes, the same requests end in the same way. */
  #present(): Round {
    const revision = `${worldRevision(this.#cloud)} ${this.#healthChanges}`;
    if (this.#last?.revision !== revision) this.#last = { revision, round: this.#send() };
    return this.#last.round;
  }

  #send(): Round {
    const [loadBalancer] = elbv2State(this.#cloud).loadBalancers.where(
      ({ dnsName }) => dnsName === this.#dnsName,
    );
    if (loadBalancer === undefined) return failure("no load balancer has the name");
    if (loadBalancer.state !== "active") return failure(`the load balancer is ${loadBalancer.state}`);
    return this.#request(loadBalancer, (protocol) => protocol === "HTTP");
  }

  #request(loadBalancer: LoadBalancerRecord, isWanted: (protocol: string) => boolean): Round {
    const listener = elbv2State(this.#cloud).listeners.where(
      ({ loadBalancerArn, protocol }) => loadBalancerArn === loadBalancer.arn && isWanted(protocol),
    )[0];
    if (listener === undefined || !this.#accepts(loadBalancer, listener.port))
      return failure("no connection");
    const table = compileListener(this.#cloud, listener.arn)!;
    // The default rule takes what no other rule takes.
    const { action } = table.rules.find(({ test }) => test(this.#facts))!;
    if (action.type === "redirect" && action.redirect.Protocol === "HTTPS" && listener.protocol === "HTTP") {
      return this.#request(loadBalancer, (protocol) => protocol === "HTTPS");
    }
    return this.#carryOut(action);
  }

  #accepts(loadBalancer: LoadBalancerRecord, port: number): boolean {
    const eni = ec2State(this.#cloud).networkInterfaces.get(loadBalancer.subnets[0]!.networkInterfaceId);
    return reachability(this.#cloud, {
      from: { address: this.#clientAddress },
      to: { address: eni.PrivateIpAddress, interface: eni },
      port,
    }).allowed;
  }

  #carryOut(action: RouteAction): Round {
    if (action.type === "redirect") return { outcomes: [""], clusters: new Set() };
    if (action.type === "fixed-response")
      return { outcomes: [judged(Number(action.response.StatusCode))], clusters: new Set() };
    const targets = action.groups.flatMap(({ group, weight }) => (weight > 0 ? group.candidates : []));
    if (targets.length === 0) return failure(judged(503));
    const answers = targets.map((target) => this.#ask(target));
    return {
      outcomes: answers.map(({ outcome }) => outcome),
      clusters: new Set(answers.flatMap(({ outcome, cluster }) => (outcome === "" ? cluster : []))),
    };
  }

  #ask(target: TargetView): { readonly outcome: string; readonly cluster: string } {
    const connection = target.connection();
    if (connection.outcome === "refused") return { outcome: judged(502), cluster: "" };
    if (connection.outcome === "timeout") return { outcome: judged(504), cluster: "" };
    const { status } = connection.serve({
      method: this.#facts.method,
      path: this.#facts.path,
      headers: { host: this.#dnsName },
    });
    return { outcome: judged(status), cluster: connection.cluster };
  }
}

function failure(outcome: string): Round {
  return { outcomes: [outcome], clusters: new Set() };
}

function judged(status: number): string {
  return status < 500 ? "" : `status ${status}`;
}
