import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type {
  DepartingInterface,
  HealthCheckSchedule,
  HealthProbe,
  ListenerRecord,
  LoadBalancerRecord,
  RuleRecord,
  TargetGroupRecord,
  TargetHealthListener,
} from "./records.ts";

/** Elastic Load Balancing v2 objects of the account, each by its ARN. */
export class Elbv2State {
  readonly loadBalancers = new Table<LoadBalancerRecord>(
    (arn) => new AwsError("LoadBalancerNotFound", `Load balancer '${arn}' not found`),
  );
  // The plural is AWS's: https://github.com/aws/copilot-cli/issues/3833
  readonly targetGroups = new Table<TargetGroupRecord>(
    (arn) => new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`),
  );
  readonly listeners = new Table<ListenerRecord>(
    (arn) => new AwsError("ListenerNotFound", `Listener '${arn}' not found`),
  );
  readonly rules = new Table<RuleRecord>((arn) => new AwsError("RuleNotFound", `Rule '${arn}' not found`));
  /** What AWS granted beyond the quotas that every account has, by the quota's name. */
  readonly raisedQuotas = new Table<{ readonly value: number }>(
    (name) => new AwsError("NoSuchResourceException", `No quota ${name} was raised`),
  );
  /** Interfaces of deleted load balancers that are still there, by id. */
  readonly departingInterfaces = new Table<DepartingInterface>(
    (id) =>
      new AwsError("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`),
  );

  /**
   * How long a deleted load balancer's interfaces still hold on to subnets and security groups, in milliseconds of
   * virtual time: some seconds to minutes on AWS (an estimate).
   */
  interfaceReleaseMs = 20_000;

  /** How health checks find out what a target answers, where a test scripts it. Default: they ask the pods. */
  probe?: HealthProbe;

  /** Digits in the DNS name of every load balancer made from now on; by default each gets its own from the seed. */
  dnsNameDigits?: string;

  /** Running health checks; in memory only, see `resumeElbv2`. */
  readonly healthChecks: HealthCheckSchedule = new Map();

  readonly #healthListeners = new Set<TargetHealthListener>();

  /**
   * Calls `listener` after each change of a target's state or reason, as DescribeTargetHealth shows it.
   *
   * @returns how to stop it.
   */
  onTargetHealthChange(listener: TargetHealthListener): () => void {
    this.#healthListeners.add(listener);
    return () => {
      this.#healthListeners.delete(listener);
    };
  }

  /** Tells the listeners of {@link onTargetHealthChange}. */
  targetHealthChanged(targetGroupArn: string, targetKey: string): void {
    for (const listener of this.#healthListeners) listener(targetGroupArn, targetKey);
  }
}

export const elbv2State = cloudState(() => new Elbv2State());
