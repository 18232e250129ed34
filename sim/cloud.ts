import { Ec2State } from "./aws/ec2/state.ts";
import { EksState } from "./aws/eks/state.ts";
import { Elbv2State } from "./aws/elbv2/state.ts";
import { IamState } from "./aws/iam/state.ts";
import { Wafv2State } from "./aws/wafv2/state.ts";
import { callAws } from "./aws/client.ts";
import type { Caller, InputOf, OutputOf } from "./aws/operation.ts";
import type { Operations, Service } from "./aws/operations.ts";
import { Clock } from "./core/clock.ts";
import { Ids } from "./core/ids.ts";
import { Journal } from "./core/journal.ts";
import type { KubernetesCluster } from "./kubernetes/cluster.ts";

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

/** One simulated AWS account in one region, with the Kubernetes clusters that run in it. */
export class Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  /** Whether Pulumi runs where private API endpoints can be reached. */
  readonly inVpc: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal = new Journal();
  /** The identity with which Pulumi calls AWS. */
  readonly administrator: Caller;

  readonly ec2 = new Ec2State();
  readonly iam = new IamState();
  readonly eks = new EksState();
  readonly elbv2 = new Elbv2State();
  readonly wafv2 = new Wafv2State();
  /** By EKS cluster name. */
  readonly clusters = new Map<string, KubernetesCluster>();

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
  }

  /** Makes one AWS call as `caller`; see {@link callAws}. */
  call<S extends Service, A extends keyof Operations[S] & string>(
    caller: Caller,
    service: S,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]> {
    return callAws(this, caller, service, action, parameters);
  }

  /** `arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-1` from service and resource. */
  arn(
    service: string,
    resource: string,
    options: { readonly regional?: boolean; readonly account?: boolean } = {},
  ): string {
    const region = options.regional === false ? "" : this.region;
    const account = options.account === false ? "" : this.accountId;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}
