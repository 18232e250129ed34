import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import type { DisruptionBudget } from "../shared/disruption-budget.ts";
import { checkDisruptionBudget } from "../shared/disruption-budget.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import {
  checkHealthCheck,
  resolveHealthCheck,
  type HealthCheckArgs,
  type ResolvedHealthCheck,
} from "./health-check.ts";
import {
  checkLoadBalancer,
  resolveLoadBalancer,
  type LoadBalancerArgs,
  type ResolvedLoadBalancer,
} from "./load-balancer.ts";
import type { TargetGroupBindingArgs } from "./target-group-binding.ts";
import {
  checkTargetGroup,
  resolveTargetGroup,
  type ResolvedTargetGroup,
  type TargetGroupArgs,
} from "./target-group.ts";

/** What both sides of a shared ingress need. */
interface CommonArgs {
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
export interface CreateIngressArgs extends CommonArgs, LoadBalancerArgs {
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
export interface JoinIngressArgs extends CommonArgs {
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

type ResolvedCommon = Required<Omit<CommonArgs, "podDisruptionBudget">> &
  Pick<CommonArgs, "podDisruptionBudget">;

export interface ResolvedCreateArgs extends ResolvedCommon {
  readonly mode: "create";
  readonly clusterName: pulumi.Input<string>;
  readonly ingressName: string;
  readonly replaceable: boolean;
  readonly ingressClassName: pulumi.Input<string>;
  readonly loadBalancer: ResolvedLoadBalancer;
  readonly healthCheck: ResolvedHealthCheck;
  readonly targetGroup: ResolvedTargetGroup;
  readonly transform: CreateIngressTransforms;
}

export interface ResolvedJoinArgs
  extends
    ResolvedCommon,
    Required<Omit<JoinIngressArgs, keyof CommonArgs | "healthCheckPort" | "transform">>,
    Pick<JoinIngressArgs, "healthCheckPort"> {
  readonly transform: JoinIngressTransforms;
}

/** @throws ArgsError with every problem of the args. */
export function resolveArgs(
  name: string,
  args: MultiClusterIngressArgs,
): ResolvedCreateArgs | ResolvedJoinArgs {
  const check = new ArgsCheck(`MultiClusterIngress "${name}"`);
  const common = resolveCommon(check, name, args);
  const resolved = args.mode === "create" ? resolveCreate(check, name, args) : resolveJoin(check, name, args);
  check.finish();
  return { ...common, ...resolved };
}

function resolveCommon(check: ArgsCheck, name: string, args: CommonArgs): ResolvedCommon {
  const resolved: ResolvedCommon = {
    namespace: args.namespace,
    createNamespace: args.createNamespace ?? true,
    serviceName: args.serviceName ?? name,
    selector: args.selector,
    containerPort: args.containerPort,
    backendSecurityGroupId: args.backendSecurityGroupId,
    readinessGates: args.readinessGates ?? true,
    ...(args.podDisruptionBudget === undefined ? {} : { podDisruptionBudget: args.podDisruptionBudget }),
  };
  check.text("namespace", resolved.namespace, ...FORMS.dnsLabel);
  if (resolved.createNamespace) checkReserved(check, "namespace", "newNamespace", args.namespace);
  check.text("serviceName", resolved.serviceName, ...FORMS.dnsLabel);
  if (Object.keys(resolved.selector).length === 0) {
    check.add("selector", "is empty; give the labels of the workload's pods");
  }
  check.integer("containerPort", resolved.containerPort, { min: 1, max: 65_535 });
  check.text("backendSecurityGroupId", resolved.backendSecurityGroupId, ...FORMS.securityGroupId);
  if (resolved.podDisruptionBudget !== undefined) {
    checkDisruptionBudget(check, "podDisruptionBudget", resolved.podDisruptionBudget, undefined);
  }
  return resolved;
}

function resolveCreate(
  check: ArgsCheck,
  name: string,
  args: CreateIngressArgs,
): Omit<ResolvedCreateArgs, keyof ResolvedCommon> {
  const resolved = {
    mode: args.mode,
    clusterName: args.clusterName,
    ingressName: args.ingressName ?? name,
    replaceable: args.replaceable ?? true,
    ingressClassName: args.ingressClassName ?? "alb",
    loadBalancer: resolveLoadBalancer(args),
    healthCheck: resolveHealthCheck(args.healthCheck),
    targetGroup: resolveTargetGroup(args.targetGroup),
    transform: args.transform ?? {},
  };
  check.text("clusterName", resolved.clusterName, ...FORMS.clusterName);
  check.text("ingressName", resolved.ingressName, ...FORMS.dnsLabel);
  checkLoadBalancer(check, resolved.loadBalancer);
  checkHealthCheck(check, "healthCheck", resolved.healthCheck);
  checkTargetGroup(check, "targetGroup", resolved.targetGroup);
  return resolved;
}

function resolveJoin(
  check: ArgsCheck,
  name: string,
  args: JoinIngressArgs,
): Omit<ResolvedJoinArgs, keyof ResolvedCommon> {
  const resolved = {
    mode: args.mode,
    targetGroupArn: args.targetGroupArn,
    loadBalancerDnsName: args.loadBalancerDnsName,
    loadBalancerArn: args.loadBalancerArn,
    vpcId: args.vpcId,
    bindingName: args.bindingName ?? name,
    ...(args.healthCheckPort === undefined ? {} : { healthCheckPort: args.healthCheckPort }),
    transform: args.transform ?? {},
  };
  check.text(
    "targetGroupArn",
    resolved.targetGroupArn,
    /^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[^/]+\/[0-9a-f]{16}$/,
    "the ARN of a target group",
  );
  check.text("vpcId", resolved.vpcId, ...FORMS.vpcId);
  check.text("bindingName", resolved.bindingName, ...FORMS.dnsLabel);
  check.integer("healthCheckPort", resolved.healthCheckPort, { min: 1, max: 65_535 });
  return resolved;
}
