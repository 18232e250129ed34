import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { WebAclTransforms } from "../shared/load-balancer/web-acl.ts";
import type { DisruptionBudget } from "../shared/disruption-budget.ts";
import type { DefaultAction, RoutingQuotas } from "../shared/routing/route.ts";
import type { ObjectTransform, Transform } from "../shared/transform.ts";
import type { IngressAppArgs } from "./app-args.ts";
import type { GatewayClassTerms } from "../shared/load-balancer/gateway-class.ts";
import type { HealthCheckArgs } from "../shared/load-balancer/health-check.ts";
import type { IngressClassArgs } from "../shared/load-balancer/ingress-class.ts";
import type { GatewayNodes, GatewayTransforms } from "./gateway/args.ts";
import type { LoadBalancerArgs } from "../shared/load-balancer/load-balancer.ts";
import type { TargetGroupArgs } from "../shared/load-balancer/target-group.ts";
import type { TargetGroupBindingArgs } from "../shared/target-group-binding.ts";

/** What the controller can make the load balancer of: an Ingress, a Gateway, or for a while each of both. */
export const BALANCER_KINDS = ["ingress", "ingress-and-gateway", "gateway-and-ingress", "gateway"] as const;

/** Defaults of {@link MultiClusterIngressArgs}; others are those of load balancer, target group and health check. */
export const INGRESS_DEFAULTS = {
  createNamespace: true,
  readinessGates: true,
  replaceable: true,
  ingressClass: {},
  kind: "ingress",
  gatewayClassName: "alb",
  gatewayClass: {},
  externalDns: true,
} as const satisfies Partial<CreateIngressArgs>;

/** What both sides of a shared ingress need: several apps, or one that is described without `apps`. */
export interface CommonIngressArgs {
  /** Namespace of Services and workloads. */
  readonly namespace: string;
  /**
   * Whether to make the namespace. One that somebody else makes needs the label
   * `elbv2.k8s.aws/pod-readiness-gate-inject: enabled` for readiness gates.
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Apps behind the load balancer, in the order in which their routes are tried. In place of it one app can be described
   * by `selector`, `containerPort` and what else stands here; all requests go to it.
   * @default - one app
   */
  readonly apps?: readonly IngressAppArgs[];
  /**
   * Name of the Service in front of the workload; without `apps`.
   * @default - the component's name
   */
  readonly serviceName?: string;
  /**
   * Labels of the workload's pods. Needed without `apps`.
   * @example { "app.kubernetes.io/name": "app-2048" }
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** Port on which the pods listen, from 1 to 65535. Needed without `apps`. */
  readonly containerPort?: number;
  /** Security group from which the load balancer reaches the pods, see {@link BackendSecurityGroup}. */
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /**
   * Security group of the cluster's nodes, see {@link EksCluster.clusterSecurityGroupId}; needed where an app has
   * `service.nodePortSources`.
   * @default - none
   */
  readonly nodeSecurityGroupId?: pulumi.Input<string>;
  /**
   * Whether pods are ready only once the load balancer finds them healthy. On, a rollout never takes away the last
   * healthy pod, and an update of the stack ends well only if the targets of this cluster are healthy; off, it ends
   * when the pods are ready, whether or not the load balancer can reach them. Concerns pods made from then on.
   * @default true
   */
  readonly readinessGates?: boolean;
  /**
   * How many pods of the workload voluntary disruptions (a node being drained) must leave or may take; without `apps`. Not
   * together with a budget that the workload brings: two budgets for one pod forbid its eviction.
   * @default - none, {@link DemoApp} brings its own
   */
  readonly podDisruptionBudget?: DisruptionBudget;
}

/** Makes the shared load balancer and target group, by an Ingress for this cluster's controller. */
export interface CreateIngressArgs extends CommonIngressArgs, LoadBalancerArgs {
  readonly mode: "create";
  /** Name of the cluster as its controller knows it: what the controller makes bears it as a tag. */
  readonly clusterName: pulumi.Input<string>;
  /**
   * Name of the Ingress.
   * @default - the component's name
   */
  readonly ingressName?: string;
  /**
   * Whether the Ingress, and with it load balancer and target group, may be deleted to make way for its replacement. With
   * false a replacement - of another scheme or name, or one that is asked for by `pulumi up --replace` - fails, as the
   * name of the Ingress is taken, and nothing is lost.
   * @default true
   */
  readonly replaceable?: boolean;
  /**
   * Class of the Ingress; see {@link LbcAddon.ingressClassName}.
   * @default - that of `ingressClass`, or "alb"
   */
  readonly ingressClassName?: pulumi.Input<string>;
  /**
   * What the class decides in place of the args here, as it was given to {@link LbcAddonArgs.ingressClass}. Args must not say
   * otherwise, and an update waits until the controller has applied it.
   * @default - nothing
   */
  readonly ingressClass?: IngressClassArgs;
  /**
   * What the load balancer is described by: `ingress`, an Ingress; `gateway`, a Gateway with routes of the Gateway API, whose
   * kinds {@link GatewayApi} brings, and its class {@link GatewayClass}. Another one is another load balancer, with target groups
   * of its own: on the way from one to the other there are two side by side, of which the one that is named first counts. Outputs
   * are its, and an ExternalDNS makes names of its hosts.
   *
   * Routes of a Gateway take whole values only, no wildcards but a host's leading `*.`, and the most specific one first; a route that
   * cannot be said so is refused.
   * @default "ingress"
   */
  readonly kind?: (typeof BALANCER_KINDS)[number];
  /**
   * Name of the Gateway. Another one is another load balancer.
   * @default - that of the Ingress
   */
  readonly gatewayName?: string;
  /**
   * Class of the Gateway; see {@link GatewayClass}.
   * @default "alb"
   */
  readonly gatewayClassName?: pulumi.Input<string>;
  /**
   * What the class says of load balancers, as it was given to {@link GatewayClass}. Where its word goes first, args here must not
   * say otherwise; an update waits until the controller has applied it.
   * @default - nothing
   */
  readonly gatewayClass?: GatewayClassTerms;
  /**
   * Whether an ExternalDNS that runs in the cluster may make names of the hosts of Ingress or Gateway. With false these say
   * that somebody else makes them, as {@link DnsNames} does.
   * @default true
   */
  readonly externalDns?: boolean;
  /**
   * Name of a group of Ingresses that share a load balancer: lower-case letters, digits, hyphens and dots. The load balancer
   * of a living Ingress stays with the group that it was made for: another group is another load balancer.
   * @default - none: the load balancer is for this Ingress alone
   */
  readonly groupName?: string;
  /**
   * VPC of the target groups; needed where an app has a `targetGroupArn` or `bindings`.
   * @default - none
   */
  readonly vpcId?: pulumi.Input<string>;
  /**
   * What is done with requests that no route takes.
   * @default - answered with 404 and an empty text
   */
  readonly defaultAction?: DefaultAction;
  /**
   * Limits of AWS that were raised for the account.
   * @default - those that AWS grants to everybody
   */
  readonly quotas?: RoutingQuotas;
  /**
   * How the load balancer finds out which pods of all clusters can serve; for apps that say nothing else.
   * @default - `GET /` every 15 seconds, 200 is healthy
   */
  readonly healthCheck?: HealthCheckArgs;
  /**
   * Attributes of the target group that all clusters share; for apps that say nothing else.
   * @default - round robin, 30 seconds to drain a target
   */
  readonly targetGroup?: TargetGroupArgs;
  /** Changes children where the args above do not reach. */
  readonly transform?: CreateIngressTransforms;
}

/** Registers this cluster's pods in the target group that another stack made. */
export interface JoinIngressArgs extends CommonIngressArgs {
  readonly mode: "join";
  /** The shared target group. Another one replaces the binding. Needed without `apps`. */
  readonly targetGroupArn?: pulumi.Input<string>;
  /** The shared load balancer's; passed on as an output. */
  readonly loadBalancerDnsName: pulumi.Input<string>;
  /** The shared load balancer's; passed on as an output. */
  readonly loadBalancerArn: pulumi.Input<string>;
  /** VPC of the target group and of this cluster. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Name of the TargetGroupBinding; without `apps`.
   * @default - the component's name
   */
  readonly bindingName?: string;
  /**
   * Port of the target group's health check where it is not the container port, from 1 to 65535; without `apps`.
   * @default - the container port
   */
  readonly healthCheckPort?: number;
  /** Changes children where the args above do not reach. */
  readonly transform?: JoinIngressTransforms;
}

/** One side of a shared ingress or the other, by `mode`. */
export type MultiClusterIngressArgs = CreateIngressArgs | JoinIngressArgs;

/** Children that both sides have. A transform of what every app has is called with the name of each. */
export interface CommonTransforms {
  readonly namespace?: ObjectTransform<kubernetes.types.input.core.v1.Namespace>;
  readonly service?: ObjectTransform<kubernetes.types.input.core.v1.Service>;
  readonly podDisruptionBudget?: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget>;
  readonly nodePortRule?: Transform<aws.ec2.SecurityGroupRuleArgs>;
  readonly binding?: ObjectTransform<TargetGroupBindingArgs>;
  /** The waits for a first pass over bindings. */
  readonly firstPass?: Transform<kubernetes.apiextensions.CustomResourcePatchArgs>;
}

export interface CreateIngressTransforms extends CommonTransforms, WebAclTransforms, GatewayTransforms {
  /**
   * Annotations are merged by a function: `(args) => ({ ...args, metadata: { ...args.metadata, annotations: {
   * ...args.metadata.annotations, "alb.ingress.kubernetes.io/listener-attributes.HTTP-80": "..." } } })`.
   *
   * A change after which the controller needs another target group - another target type, protocol or Service - takes
   * one update of the stack, and one of each member.
   */
  readonly ingress?: ObjectTransform<kubernetes.types.input.networking.v1.Ingress>;
  /** Annotations that are added to existing Services. */
  readonly servicePatch?: ObjectTransform<kubernetes.core.v1.ServicePatchArgs>;
}

export type JoinIngressTransforms = CommonTransforms;

/** Children of a {@link MultiClusterIngress}. */
export interface MultiClusterIngressNodes extends IngressAppNodes {
  /** Undefined with `createNamespace` false. */
  readonly namespace: kubernetes.core.v1.Namespace | undefined;
  /** Namespaces that apps have of their own, by name. */
  readonly namespaces: Readonly<Record<string, kubernetes.core.v1.Namespace>>;
  /** Undefined where there is none: with `kind: gateway`, and on the side that joins. */
  readonly ingress?: kubernetes.networking.v1.Ingress;
  /** That of the Ingress; undefined where no web ACL is wanted, and on the side that joins. */
  readonly webAclAssociation?: aws.wafv2.WebAclAssociation;
  /** Undefined where there is no Gateway. */
  readonly gateway?: GatewayNodes;
  /** By app; what stands beside it is of the first one. */
  readonly apps: Readonly<Record<string, IngressAppNodes>>;
}

/** Children for one app. */
export interface IngressAppNodes {
  /** Undefined where it is somebody else's. */
  readonly service: kubernetes.core.v1.Service | undefined;
  /** Annotations of a Service that is somebody else's; undefined where none are needed. */
  readonly servicePatch?: kubernetes.core.v1.ServicePatch;
  /** Who may connect to the node port, by block of addresses. */
  readonly nodePortRules: Readonly<Record<string, aws.ec2.SecurityGroupRule>>;
  /** Undefined where none is wanted. */
  readonly podDisruptionBudget: kubernetes.policy.v1.PodDisruptionBudget | undefined;
  /** The first of `bindings`; undefined where it is the controller's. */
  readonly binding?: kubernetes.apiextensions.CustomResource;
  /** By name. */
  readonly bindings: Readonly<Record<string, kubernetes.apiextensions.CustomResource>>;
  /** Waits for a first pass, by the place of the binding among all of the app's. */
  readonly firstPasses: readonly kubernetes.apiextensions.CustomResourcePatch[];
}

/** An app behind the load balancer, as its workload needs to know it. */
export interface IngressApp {
  readonly namespace: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  /** By which labels the Service finds its pods; undefined where it is somebody else's. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  /** TargetGroupBindings that register its targets; none where nothing is forwarded to it. */
  readonly bindingNames: readonly pulumi.Output<string>[];
  /**
   * The target group behind Ingress or Gateway, of two the one that counts, or the first one that is joined; undefined where
   * nothing is forwarded to it.
   */
  readonly targetGroupArn: pulumi.Output<string> | undefined;
  /** Those that the controller makes; none on the side that joins. */
  readonly targetGroupArns: Readonly<Partial<Record<"ingress" | "gateway", pulumi.Output<string>>>>;
}
