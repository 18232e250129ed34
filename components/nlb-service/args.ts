import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { TRAFFIC_POLICIES } from "../multi-cluster-ingress/app-args.ts";
import type { SCHEMES, TlsArgs } from "../shared/load-balancer/load-balancer.ts";
import { TARGET_GROUP_DEFAULTS, type TARGET_TYPES } from "../shared/load-balancer/target-group.ts";
import type { Tags } from "../shared/tags.ts";
import type { TargetGroupBindingArgs } from "../shared/target-group-binding.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { NlbAddresses } from "./addresses.ts";
import type { NlbHealthCheckArgs } from "./health-check.ts";
import type { NlbNamesArgs } from "./name-args.ts";
import type { NlbPortArgs } from "./port-args.ts";

/** Defaults of {@link CreateNlbArgs}; others are those of ports and health check. */
export const NLB_DEFAULTS = {
  targetType: "ip",
  scheme: "internal",
  crossZone: false,
  proxyProtocol: false,
  deregistrationDelaySeconds: TARGET_GROUP_DEFAULTS.deregistrationDelaySeconds,
  tags: {},
} as const satisfies Partial<CreateNlbArgs>;

/** What both sides of a Network Load Balancer have. */
interface CommonNlbArgs {
  /** Namespace of the pods, which must be there. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the Service.
   * @default - the component's name
   */
  readonly serviceName?: string;
  /**
   * Labels of the workload's pods.
   * @example { "app.kubernetes.io/name": "app-mqtt" }
   */
  readonly selector: Readonly<Record<string, string>>;
  /** Port on which the pods listen, for `ports` that say nothing else; from 1 to 65535, or the name that pods give it. */
  readonly containerPort: number | string;
  /**
   * Ports of the load balancer, up to 50.
   * @example [{ port: 1883 }]
   */
  readonly ports: readonly NlbPortArgs[];
  /**
   * What the load balancer sends connections to: `ip`, the pods; `instance`, a port of every node, which passes them on to pods,
   * also of other nodes. Another one is another target group.
   * @default "ip"
   */
  readonly targetType?: (typeof TARGET_TYPES)[number];
  /**
   * Which nodes pass connections on, for instance targets: `Cluster`, all, to pods of any node; `Local`, those with a pod, to that
   * pod. The load balancer finds the other nodes unhealthy.
   * @default "Cluster"
   */
  readonly externalTrafficPolicy?: (typeof TRAFFIC_POLICIES)[number];
}

/** Makes the load balancer, by a Service for this cluster's controller. */
export interface CreateNlbArgs extends CommonNlbArgs {
  readonly mode: "create";
  /** Name of the cluster, for what is said when the controller does not make the load balancer. */
  readonly clusterName: pulumi.Input<string>;
  /**
   * Whether clients come from the internet, to public subnets, or from inside of the VPC and networks joined to it, to
   * private ones. Another one replaces the Service and with it the load balancer, which then has another DNS name: clients
   * fail for the minutes in between.
   * @default "internal"
   */
  readonly scheme?: (typeof SCHEMES)[number];
  /**
   * Subnets to be in, one per availability zone. Without them a load balancer stays in those that it has.
   * @default - those that bear the role tag for the scheme
   */
  readonly subnetIds?: readonly pulumi.Input<string>[];
  /**
   * Fixed addresses, one for each subnet. Others replace the Service and with it the load balancer.
   * @default - such as AWS gives
   */
  readonly addresses?: NlbAddresses;
  /**
   * IPv4 blocks that clients may come from; not with `securityGroupIds`, whose rules say it.
   * @default - everywhere
   * @example ["203.0.113.0/24"]
   */
  readonly sourceRanges?: readonly string[];
  /**
   * Security groups that let clients in. The controller adds the backend security group, from which nodes admit connections.
   * @default - one that the controller makes, by `sourceRanges`
   */
  readonly securityGroupIds?: readonly pulumi.Input<string>[];
  /**
   * Certificates for ports with protocol TLS.
   * @default - none
   */
  readonly tls?: NlbTlsArgs;
  /**
   * Whether connections go to targets of all zones, whichever zone they came in by. With it traffic between zones is paid for;
   * without it each zone needs targets enough of its own.
   * @default false
   */
  readonly crossZone?: boolean;
  /**
   * Whether targets are told the client's address by a header of Proxy Protocol v2 at the beginning of each connection, which
   * they must understand.
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * How the load balancer finds out which targets can serve.
   * @default - a TCP connection every 10 seconds
   */
  readonly healthCheck?: NlbHealthCheckArgs;
  /**
   * Seconds that connections to a target which is being removed still last, from 0 to 3600. The pods must live that long
   * after they were told to stop.
   * @default 30
   */
  readonly deregistrationDelaySeconds?: number;
  /**
   * Names of the load balancer, which the cluster's ExternalDNS makes, see {@link ExternalDnsAddon}.
   * @default - none
   * @example { hosts: ["play.example.com"], weight: 90 }
   */
  readonly names?: NlbNamesArgs;
  /**
   * Whether the Service gets a port of every node for each of its ports. With targetType `instance` it must.
   * @default - true with targetType `instance`, else false
   */
  readonly allocateNodePorts?: boolean;
  /**
   * Tags of load balancer, security group, listeners and target groups.
   * @default - none but the controller's own
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: NlbServiceTransforms;
}

/** Registers this cluster's pods in the target groups of a load balancer that another cluster's controller made. */
export interface JoinNlbArgs extends CommonNlbArgs {
  readonly mode: "join";
  /** The target group of each port, by its number; another one replaces the binding. See {@link NlbService.targetGroupArns}. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** VPC of the target groups and of this cluster. */
  readonly vpcId: pulumi.Input<string>;
  /** Security group from which the load balancer reaches the pods, see {@link BackendSecurityGroup}. */
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /**
   * Port of the target groups' health check where it is not the one that targets serve on, from 1 to 65535.
   * @default - the one that targets serve on
   */
  readonly healthCheckPort?: number;
  /**
   * Whether the load balancer speaks TLS to targets: `tls.toTargets` of the side that creates.
   * @default false
   */
  readonly tlsToTargets?: boolean;
  /** Changes children where the args above do not reach. */
  readonly transform?: NlbServiceTransforms;
}

/** TLS that ends at the load balancer. */
export interface NlbTlsArgs extends Pick<TlsArgs, "certificateArns" | "sslPolicy"> {
  /**
   * Whether the load balancer speaks TLS to targets, too; it does not look at their certificates. Another value is another
   * target group.
   * @default false
   */
  readonly toTargets?: boolean;
}

/** One side of a Network Load Balancer or the other, by `mode`. */
export type NlbServiceArgs = CreateNlbArgs | JoinNlbArgs;

/** One per kind of child. */
export interface NlbServiceTransforms {
  readonly service?: ObjectTransform<kubernetes.types.input.core.v1.Service>;
  /** The Service that has the names, on the side that creates. */
  readonly names?: ObjectTransform<kubernetes.types.input.core.v1.Service>;
  /** The bindings of the side that joins. */
  readonly binding?: ObjectTransform<TargetGroupBindingArgs>;
}

/** Children of an {@link NlbService}. */
export interface NlbServiceNodes {
  readonly service: kubernetes.core.v1.Service;
  /** Undefined without names. */
  readonly names: kubernetes.core.v1.Service | undefined;
  /** On the side that joins, by port; on the other the controller makes them. */
  readonly bindings: Readonly<Record<string, kubernetes.apiextensions.CustomResource>>;
}
