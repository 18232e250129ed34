import { callAws, callUnchecked, type AwsCall, type OperationTable } from "./aws/call.ts";
import { chartsOf } from "./charts/registry.ts";
import type { Caller } from "./core/caller.ts";
import type { Cloud, CloudState, InputOf, Operations, OutputOf, ServiceName } from "./core/cloud.ts";
import { Clock } from "./core/clock.ts";
import { Ids } from "./core/ids.ts";
import { Journal } from "./core/journal.ts";
import { imagesOf } from "./kubernetes/image-registry.ts";
import { services } from "./services.ts";

export interface CloudOptions {
  /** Region of every object; a provider for another region is refused. Default: `ap-northeast-2`. */
  readonly region?: string;
  /** Ids follow from it. Default: `multicluster-ingress`. */
  readonly seed?: string;
  /** Twelve digits. Default: `123456789012`, the account number of AWS's own examples. */
  readonly accountId?: string;
  /** First moment, milliseconds since the epoch. Default: 2026-01-01T00:00:00Z. */
  readonly startTime?: number;
  /** Ids that were handed out before, when a saved cloud goes on. Default: 0. */
  readonly idsUsed?: number;
  /**
   * Whether Pulumi runs in the clusters' VPC, or in a network connected with it: private API endpoints answer nobody
   * else. Default: false.
   */
  readonly inVpc?: boolean;
}

/** Every operation that the simulated cloud knows, by signing name of the service. */
export const operations: OperationTable = Object.assign({}, ...services.map((service) => service.operations));

/** A simulated AWS account with all of its services, and the Kubernetes clusters that run in it. */
export class SimulatedCloud implements Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly inVpc: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal = new Journal();
  readonly administrator: Caller;
  readonly #states = new Map<CloudState<object>, object>();

  constructor(options: CloudOptions = {}) {
    this.region = options.region ?? "ap-northeast-2";
    this.accountId = options.accountId ?? "123456789012";
    this.partition = partitionOf(this.region);
    this.dnsSuffix = this.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    this.inVpc = options.inVpc ?? false;
    this.clock = new Clock(options.startTime ?? Date.UTC(2026, 0, 1));
    this.ids = new Ids(options.seed ?? "multicluster-ingress", options.idsUsed);
    this.administrator = {
      kind: "administrator",
      arn: this.arn("iam", "user/administrator", { regional: false }),
    };
    for (const { charts = [], images } of services) {
      chartsOf(this).add(...charts);
      if (images !== undefined) imagesOf(this).add(images);
    }
  }

  call<S extends ServiceName, A extends keyof Operations[S] & string>(
    caller: Caller,
    service: S,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]> {
    return callAws(this, operations, { caller, service, action, parameters }) as OutputOf<Operations[S][A]>;
  }

  /** Like `call`, for what no compiler has checked; see {@link callUnchecked}. */
  callUnchecked(call: AwsCall): unknown {
    return callUnchecked(this, operations, call);
  }

  arn(
    service: string,
    resource: string,
    options: { readonly regional?: boolean; readonly account?: boolean } = {},
  ): string {
    const region = options.regional === false ? "" : this.region;
    const account = options.account === false ? "" : this.accountId;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  state<S extends object>(part: CloudState<S>): S {
    const known = this.#states.get(part);
    // What is kept under a part is what the part made.
    if (known !== undefined) return known as S;
    const created = part.create();
    this.#states.set(part, created);
    return created;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}
