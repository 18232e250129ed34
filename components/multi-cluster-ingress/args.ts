import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DisruptionBudget } from "../shared/disruption-budget.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { HealthCheckArgs } from "../shared/load-balancer/health-check.ts";
import type { LoadBalancerArgs } from "../shared/load-balancer/load-balancer.ts";
import type { TargetGroupArgs } from "../shared/load-balancer/target-group.ts";
import type { TargetGroupBindingArgs } from "./target-group-binding.ts";

/** Defaults of {@link MultiClusterIngressArgs}; others are those of load balancer, target group and health check. */
export const INGRESS_DEFAULTS = {
  createNamespace: true,
  readinessGates: true,
  replaceable: true,
  ingressClassName: "alb",
} as const satisfies Partial<CreateIngressArgs>;

/** What both sides of a shared ingress need. */
export interface CommonIngressArgs {
  /** Namespace of the Service and the workload. */
  readonly namespace: string;
  /**
   * Whether to make the namespace. One that somebody else makes needs the label
   * `elbv2.k8s.aws/pod-readiness-gate-inject: enabled` for readiness gates.
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Name of the Service in front of the workload.
   * @default - the component's name
   */
  readonly serviceName?: string;
  /**
   * Labels of the workload's pods.
   * @example { "app.kubernetes.io/name": "app-2048" }
   */
  readonly selector: Readonly<Record<string, string>>;
  /** Port on which the pods listen, from 1 to 65535. */
  readonly containerPort: number;
  /** Security group from which the load balancer reaches the pods, see {@link BackendSecurityGroup}. */
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /**
   * Whether pods are ready only once the load balancer finds them healthy. On, a rollout never takes away the last
   * healthy pod, and an update of the stack ends well only if the targets of this cluster are healthy; off, it ends
   * when the pods are ready, whether or not the load balancer can reach them. Concerns pods made from then on.
   * @default true
   */
  readonly readinessGates?: boolean;
  /**
   * How many pods of the workload voluntary disruptions (a node being drained) must leave or may take. Not together
   * with a budget that the workload brings: two budgets for one pod forbid its eviction.
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
   * @default "alb"
   */
  readonly ingressClassName?: pulumi.Input<string>;
  /**
   * How the load balancer finds out which pods of all clusters can serve.
   * @default - `GET /` every 15 seconds, 200 is healthy
   */
  readonly healthCheck?: HealthCheckArgs;
  /**
   * Attributes of the target group that all clusters share.
   * @default - round robin, 30 seconds to drain a target
   */
  readonly targetGroup?: TargetGroupArgs;
  /** Changes children where the args above do not reach. */
  readonly transform?: CreateIngressTransforms;
}

/** Registers this cluster's pods in the target group that another stack made. */
export interface JoinIngressArgs extends CommonIngressArgs {
  readonly mode: "join";
  /** The shared target group. Another one replaces the binding. */
  readonly targetGroupArn: pulumi.Input<string>;
  /** The shared load balancer's; passed on as an output. */
  readonly loadBalancerDnsName: pulumi.Input<string>;
  /** The shared load balancer's; passed on as an output. */
  readonly loadBalancerArn: pulumi.Input<string>;
  /** VPC of the target group and of this cluster. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Name of the TargetGroupBinding.
   * @default - the component's name
   */
  readonly bindingName?: string;
  /**
   * Port of the target group's health check where it is not the container port, from 1 to 65535.
   * @default - the container port
   */
  readonly healthCheckPort?: number;
  /** Changes children where the args above do not reach. */
  readonly transform?: JoinIngressTransforms;
}

/** One side of a shared ingress or the other, by `mode`. */
export type MultiClusterIngressArgs = CreateIngressArgs | JoinIngressArgs;

/** Children that both sides have. */
export interface CommonTransforms {
  readonly namespace?: ObjectTransform<kubernetes.types.input.core.v1.Namespace>;
  readonly service?: ObjectTransform<kubernetes.types.input.core.v1.Service>;
  readonly podDisruptionBudget?: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget>;
}

export interface CreateIngressTransforms extends CommonTransforms {
  /**
   * Annotations are merged by a function: `(args) => ({ ...args, metadata: { ...args.metadata, annotations: {
   * ...args.metadata.annotations, "alb.ingress.kubernetes.io/group.name": "shared" } } })`.
   *
   * A change after which the controller needs another target group - another target type, protocol or Service - takes
   * one update of the stack, and one of each member.
   */
  readonly ingress?: ObjectTransform<kubernetes.types.input.networking.v1.Ingress>;
}

export interface JoinIngressTransforms extends CommonTransforms {
  readonly binding?: ObjectTransform<TargetGroupBindingArgs>;
}

/** Children of a {@link MultiClusterIngress}. */
export interface MultiClusterIngressNodes {
  /** Undefined with `createNamespace` false. */
  readonly namespace: kubernetes.core.v1.Namespace | undefined;
  readonly service: kubernetes.core.v1.Service;
  /** Undefined where none is wanted. */
  readonly podDisruptionBudget: kubernetes.policy.v1.PodDisruptionBudget | undefined;
  /** Undefined on the side that joins. */
  readonly ingress?: kubernetes.networking.v1.Ingress;
  /** Undefined on the side that creates, where it is the controller's. */
  readonly binding?: kubernetes.apiextensions.CustomResource;
}
