import type { Timer } from "../../core/clock.ts";
import type { Tag } from "../tags.ts";
import type { Cloud } from "../../core/cloud.ts";
import type {
  Action,
  LoadBalancerStateCode,
  Matcher,
  MutualAuthentication,
  RuleCondition,
  RuleTransform,
  TargetHealth,
} from "./shapes.ts";

/** A listener; its default actions are those of its default rule. */
export interface ListenerRecord extends ListenerSecurity {
  readonly arn: string;
  readonly loadBalancerArn: string;
  port: number;
  protocol: ListenerProtocol;
  attributes: Attributes;
  tags: readonly Tag[];
}

export type ApplicationProtocol = "HTTP" | "HTTPS";

/** Of listeners and target groups of Network Load Balancers. */
export type NetworkProtocol = "TCP" | "TLS" | "UDP" | "TCP_UDP";

export type ListenerProtocol = ApplicationProtocol | NetworkProtocol;

/** A subnet of a load balancer, with the network interface that the load balancer has in it. */
export interface LoadBalancerSubnet {
  readonly subnetId: string;
  readonly zoneName: string;
  readonly networkInterfaceId: string;
}

export interface LoadBalancerRecord {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  state: LoadBalancerStateCode;
  subnets: readonly LoadBalancerSubnet[];
  securityGroups: readonly string[];
  ipAddressType: string;
  attributes: Readonly<Record<string, string>>;
  tags: readonly Tag[];
}

/** An interface whose load balancer does not need it any more. */
export interface DepartingInterface {
  readonly networkInterfaceId: string;
  /** Milliseconds since the epoch. */
  readonly goneAt: number;
}

export interface RuleRecord {
  readonly arn: string;
  readonly listenerArn: string;
  /** From 1 to 50000; the default rule is a listener's default actions. */
  priority: number | "default";
  conditions: readonly RuleCondition[];
  actions: readonly Action[];
  /** Absent where there are none. */
  transforms?: readonly RuleTransform[];
  tags: readonly Tag[];
}

export interface TargetGroupRecord {
  readonly arn: string;
  readonly name: string;
  readonly protocol: ListenerProtocol;
  /** Of an Application Load Balancer's target group. */
  readonly protocolVersion?: string;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: "instance" | "ip";
  readonly ipAddressType: "ipv4" | "ipv6";
  healthCheck: HealthCheckSettings;
  attributes: Attributes;
  tags: readonly Tag[];
  /** By `ID:PORT`, in the order of registration. */
  readonly targets: Record<string, TargetRecord>;
}

/** Told the target group's ARN and the target's `ID:PORT`. */
export type TargetHealthListener = (targetGroupArn: string, targetKey: string) => void;

/** The outcome of one health check. */
export type CheckResult =
  | { readonly passed: true }
  | { readonly passed: false; readonly reason: string; readonly description: string };

/** How a target's health is found out. */
export type HealthProbe =
  /** By consecutive checks, as AWS does. */
  | {
      readonly kind: "checks";
      /** Prepares a round of checks from the load balancer; the result sends one check to a target. */
      begin(
        cloud: Cloud,
        loadBalancerArn: string,
        group: TargetGroupRecord,
      ): (target: TargetRecord) => CheckResult;
      /** Differs from its last value when an answer may be another one; where absent, always ask. */
      revision?(cloud: Cloud): string;
    }
  /** At once, whatever the world is like: for replays of recordings, and for tests of other things. */
  | {
      readonly kind: "instant";
      health(group: TargetGroupRecord, target: TargetRecord): TargetHealth;
    };

export interface Round {
  readonly timer: Timer;
  /** The probe's revision at the last round, if no target's state was in motion then. */
  readonly settledAt: string | undefined;
}

/** The running health checks by target group. In memory only: {@link scheduleHealthChecks} starts them again. */
export type HealthCheckSchedule = Map<string, Round>;

export interface ListenerSecurity {
  /**
   * The default certificate first, then the certificate list, which may have it once more; none for HTTP.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html
   */
  certificateArns: readonly string[];
  sslPolicy?: string;
  mutualAuthentication?: MutualAuthentication;
}

/** Attributes by key, as the API keeps them: values are text. */
export type Attributes = Readonly<Record<string, string>>;

/** How a load balancer checks the targets of one group. Times are in seconds. */
export interface HealthCheckSettings {
  readonly enabled: boolean;
  readonly protocol: ApplicationProtocol | "TCP";
  /** A port number, or `traffic-port` for the port that the target gets requests on. */
  readonly port: string;
  /** None of a check by TCP, as `matcher`. */
  readonly path?: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher?: Matcher;
}

/** One registered or draining target. */
export interface TargetRecord {
  readonly id: string;
  readonly port: number;
  /** As given in the registration: a zone, or `all`. */
  readonly availabilityZone?: string;
  /** What health checks have found. */
  health: TargetHealth;
  /** Consecutive checks with the last outcome. */
  passes: number;
  failures: number;
  /** Since when it has been healthy, for slow start; milliseconds since the epoch. */
  healthySince?: number;
  /** When a deregistered target is gone, milliseconds since the epoch. */
  drainsUntil?: number;
}
