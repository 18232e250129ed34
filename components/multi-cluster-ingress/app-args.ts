import type { DisruptionBudget } from "../shared/disruption-budget.ts";
import type { Route } from "../shared/routing/route.ts";
import type * as pulumi from "@pulumi/pulumi";
import type { HealthCheckArgs } from "../shared/load-balancer/health-check.ts";
import type {
  PROTOCOL_VERSIONS,
  TARGET_TYPES,
  TargetGroupArgs,
} from "../shared/load-balancer/target-group.ts";

/** Types of a Service that can be made. */
export const SERVICE_TYPES = ["ClusterIP", "NodePort"] as const;

/** To which pods a node passes on what it gets for a Service: to all of them, or to its own. */
export const TRAFFIC_POLICIES = ["Cluster", "Local"] as const;

/** Ports that nodes open for Services: the API server's default range, which EKS has. */
export const NODE_PORTS = { min: 30_000, max: 32_767 } as const;

/** Defaults of {@link IngressAppArgs}. */
export const INGRESS_APP_DEFAULTS = {
  targetType: "ip",
  protocolVersion: "HTTP1",
  awaitFirstPass: false,
} as const satisfies Partial<IngressAppArgs>;

/** Defaults of {@link AppServiceArgs}. */
export const SERVICE_DEFAULTS = { port: 80, type: "NodePort" } as const satisfies AppServiceArgs;

/** An app behind the shared load balancer: how its pods are found, and on the side that creates, what goes to it. */
export interface IngressAppArgs {
  /** Name of the app: 1 to 40 lower-case letters, digits and hyphens, the same in every cluster. */
  readonly name: string;
  /**
   * Beginning of the Pulumi names of its children, which are their identities.
   * @default - the component's name, a hyphen and the app's name
   */
  readonly resourceName?: string;
  /**
   * Namespace of its Service and its workload. On the side that creates only that of the component, in which the Ingress is.
   * @default - the component's
   */
  readonly namespace?: string;
  /**
   * Whether to make the namespace where it is not the component's, with the label for readiness gates.
   * @default true - false with `service.existing`
   */
  readonly createNamespace?: boolean;
  /**
   * Name of the Service in front of the workload. Another one replaces the target group that the controller makes.
   * @default - `service-` and the app's name
   */
  readonly serviceName?: string;
  /**
   * Labels of the workload's pods; none with `service.existing`.
   * @example { "app.kubernetes.io/name": "app-shop" }
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** Port on which the pods listen, from 1 to 65535. */
  readonly containerPort: number;
  /**
   * Name that the pods give that port. Pods with other ports of that name are then reached, too, so that the port can be
   * changed while pods serve.
   * @example "http"
   */
  readonly portName?: string;
  /**
   * The Service in front of the pods.
   * @default - one that is made, of type NodePort with port 80
   */
  readonly service?: AppServiceArgs;
  /**
   * What the load balancer sends requests to: `ip`, the pods; `instance`, a port of every node, which passes them on to pods,
   * also of other nodes. Another one is another target group, and another port that nodes open.
   * @default "ip"
   */
  readonly targetType?: (typeof TARGET_TYPES)[number];
  /**
   * Protocol in which the pods serve. HTTP2 and GRPC need HTTPS at the load balancer. Another one is another target group.
   * @default "HTTP1"
   */
  readonly protocolVersion?: (typeof PROTOCOL_VERSIONS)[number];
  /**
   * How many pods of the workload voluntary disruptions must leave or may take; not together with a budget that the
   * workload brings.
   * @default - none
   */
  readonly podDisruptionBudget?: DisruptionBudget;
  /**
   * Which requests go to it, on the side that creates.
   * @default - all: one route with the prefix `/`
   */
  readonly routes?: readonly Route[];
  /**
   * How the load balancer finds out which of its pods can serve, on the side that creates.
   * @default - the component's `healthCheck`
   */
  readonly healthCheck?: HealthCheckArgs;
  /**
   * Attributes of its target group, on the side that creates.
   * @default - the component's `targetGroup`
   */
  readonly targetGroup?: TargetGroupArgs;
  /**
   * A target group that somebody else makes and the Ingress forwards to: it outlives Ingress, Service and namespace. Its
   * health check and attributes are not this component's, its binding is.
   * @default - one that the controller makes
   */
  readonly targetGroupArn?: pulumi.Input<string>;
  /**
   * Target groups to register the targets in, each by a binding: on the side that joins the one that is shared, on the side
   * that creates further ones, such as those of a load balancer that Pulumi makes beside the Ingress.
   * @default - none
   */
  readonly bindings?: readonly AppBindingArgs[];
  /**
   * Port of the target group's health check where it is not the container port, from 1 to 65535: for `bindings`.
   * @default - the port of `healthCheck`, or the container port
   */
  readonly healthCheckPort?: number;
  /**
   * Whether to wait until the controller has done a first pass over each binding. For apps whose workload somebody else
   * deploys; for others a {@link Rollout} waits.
   * @default false
   */
  readonly awaitFirstPass?: boolean;
}

/** A binding of an app's Service to a target group. */
export interface AppBindingArgs {
  /** Name of the TargetGroupBinding. Another kind of target group wants another name, so that a switch has no gap. */
  readonly name: string;
  /** Another one replaces the binding. */
  readonly targetGroupArn: pulumi.Input<string>;
  /**
   * Its Pulumi name.
   * @default - the app's `resourceName` and `-binding`; with what the binding's name has after that of the Service
   */
  readonly resourceName?: string;
}

/** The Service in front of an app's pods. */
export interface AppServiceArgs {
  /**
   * Name of a Service that somebody else makes; none is made then. On the side that creates it must be there before: the
   * app's health check, attributes and target type are added to its annotations, which is where the controller reads them.
   * @default - one is made
   */
  readonly existing?: string;
  /**
   * Port of the Service. Another one replaces the target group that the controller makes.
   * @default 80
   */
  readonly port?: number | string;
  /**
   * Type of the Service that is made; instance targets need NodePort.
   * @default "NodePort"
   */
  readonly type?: (typeof SERVICE_TYPES)[number];
  /**
   * The port that every node opens for it, from 30000 to 32767, the same in every cluster; not with type ClusterIP.
   * Two apps swap their ports by way of a third one: a port can be taken when it is free. With instance targets another one
   * cuts the cluster off until health checks have found it: drain the cluster before.
   * @default - one that the cluster chooses, and keeps
   */
  readonly nodePort?: number;
  /**
   * Blocks of addresses that may connect to `nodePort`, by rules in the nodes' security group `nodeSecurityGroupId`. Nodes in
   * public subnets are then reached from the internet, without a load balancer: leave it at the few who need it.
   * @default [] - nobody outside of the security groups of cluster and load balancer
   * @example ["203.0.113.0/24"]
   */
  readonly nodePortSources?: readonly string[];
  /**
   * Which nodes pass on what comes to their node port, from instance targets too: `Cluster`, all, to pods of any node, which see
   * the node's address; `Local`, those with a pod, to that pod, which sees the client's. On other nodes packets get no answer, and a
   * load balancer finds them unhealthy. Not with type ClusterIP.
   * @default "Cluster"
   */
  readonly externalTrafficPolicy?: (typeof TRAFFIC_POLICIES)[number];
  /**
   * Which pods answer others of the cluster that ask the Service: `Cluster`, any; `Local`, one on the same node, and nobody where
   * there is none. The load balancer does not go through it.
   * @default "Cluster"
   */
  readonly internalTrafficPolicy?: (typeof TRAFFIC_POLICIES)[number];
  /**
   * Sends a client of the Service to the same pod for that many seconds, from 1 to 86400. The load balancer goes to ip
   * targets without the Service: use `targetGroup.stickiness` for its clients.
   * @default - any pod
   */
  readonly sessionAffinitySeconds?: number;
}
