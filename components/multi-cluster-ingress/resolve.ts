import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import {
  DEFAULT_ACTION,
  ROUTING_QUOTAS,
  type DefaultAction,
  type RoutingQuotas,
} from "../shared/routing/route.ts";
import {
  INGRESS_DEFAULTS,
  type BALANCER_KINDS,
  type CommonIngressArgs,
  type CreateIngressArgs,
  type CreateIngressTransforms,
  type JoinIngressArgs,
  type JoinIngressTransforms,
  type MultiClusterIngressArgs,
} from "./args.ts";
import type { GatewayClassTerms } from "../shared/load-balancer/gateway-class.ts";
import { resolveHealthCheck, type ResolvedHealthCheck } from "../shared/load-balancer/health-check.ts";
import { INGRESS_CLASS_DEFAULTS, type IngressClassArgs } from "../shared/load-balancer/ingress-class.ts";
import { resolveLoadBalancer, type ResolvedLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import { resolveApps, type ResolvedApp } from "./resolve-app.ts";
import { resolveTargetGroup, type ResolvedTargetGroup } from "../shared/load-balancer/target-group.ts";

type Defaulted = "namespace" | "createNamespace" | "backendSecurityGroupId" | "readinessGates";

/** What both sides have, with its defaults. */
export interface ResolvedCommonArgs
  extends Required<Pick<CommonIngressArgs, Defaulted>>, Pick<CommonIngressArgs, "nodeSecurityGroupId"> {
  /** As given: whether apps are described one by one, or the only one beside the others. */
  readonly given: MultiClusterIngressArgs;
  readonly apps: readonly ResolvedApp[];
}

/** {@link CreateIngressArgs} with their defaults. */
export interface ResolvedCreateArgs
  extends ResolvedCommonArgs, ResolvedLoadBalancer, Pick<CreateIngressArgs, "groupName" | "vpcId"> {
  readonly mode: "create";
  readonly defaultAction: DefaultAction;
  readonly quotas: Required<RoutingQuotas>;
  readonly clusterName: pulumi.Input<string>;
  readonly ingressName: string;
  readonly replaceable: boolean;
  readonly ingressClassName: pulumi.Input<string>;
  readonly ingressClass: IngressClassArgs;
  readonly kind: (typeof BALANCER_KINDS)[number];
  readonly gatewayName: string;
  readonly gatewayClassName: pulumi.Input<string>;
  readonly gatewayClass: GatewayClassTerms;
  readonly externalDns: boolean;
  readonly healthCheck: ResolvedHealthCheck;
  readonly targetGroup: ResolvedTargetGroup;
  readonly transform: CreateIngressTransforms;
}

/** {@link JoinIngressArgs} with their defaults. */
export interface ResolvedJoinArgs
  extends ResolvedCommonArgs, Pick<JoinIngressArgs, "loadBalancerDnsName" | "loadBalancerArn" | "vpcId"> {
  readonly mode: "join";
  readonly transform: JoinIngressTransforms;
}

/** @param name the component's name. */
export function resolveIngressArgs(
  name: string,
  args: MultiClusterIngressArgs,
): ResolvedCreateArgs | ResolvedJoinArgs {
  return args.mode === "create" ? resolveCreateArgs(name, args) : resolveJoinArgs(name, args);
}

export function resolveCreateArgs(name: string, args: CreateIngressArgs): ResolvedCreateArgs {
  const { groupName, vpcId } = args;
  return {
    ...resolveCommon(name, args),
    ...resolveLoadBalancer(args),
    mode: args.mode,
    clusterName: args.clusterName,
    ingressName: args.ingressName ?? name,
    replaceable: args.replaceable ?? INGRESS_DEFAULTS.replaceable,
    ingressClassName: args.ingressClassName ?? args.ingressClass?.name ?? INGRESS_CLASS_DEFAULTS.name,
    ingressClass: args.ingressClass ?? INGRESS_DEFAULTS.ingressClass,
    kind: args.kind ?? INGRESS_DEFAULTS.kind,
    gatewayName: args.gatewayName ?? args.ingressName ?? name,
    gatewayClassName: args.gatewayClassName ?? INGRESS_DEFAULTS.gatewayClassName,
    gatewayClass: args.gatewayClass ?? INGRESS_DEFAULTS.gatewayClass,
    externalDns: args.externalDns ?? INGRESS_DEFAULTS.externalDns,
    healthCheck: resolveHealthCheck(args.healthCheck),
    targetGroup: resolveTargetGroup(args.targetGroup),
    defaultAction: args.defaultAction ?? DEFAULT_ACTION,
    quotas: { ...ROUTING_QUOTAS, ...defined(args.quotas ?? {}) },
    ...defined({ groupName, vpcId }),
    transform: args.transform ?? {},
  };
}

function resolveJoinArgs(name: string, args: JoinIngressArgs): ResolvedJoinArgs {
  return {
    ...resolveCommon(name, args),
    mode: args.mode,
    loadBalancerDnsName: args.loadBalancerDnsName,
    loadBalancerArn: args.loadBalancerArn,
    vpcId: args.vpcId,
    transform: args.transform ?? {},
  };
}

function resolveCommon(name: string, args: MultiClusterIngressArgs): ResolvedCommonArgs {
  return {
    given: args,
    namespace: args.namespace,
    createNamespace: args.createNamespace ?? INGRESS_DEFAULTS.createNamespace,
    backendSecurityGroupId: args.backendSecurityGroupId,
    readinessGates: args.readinessGates ?? INGRESS_DEFAULTS.readinessGates,
    ...defined({ nodeSecurityGroupId: args.nodeSecurityGroupId }),
    apps: resolveApps(name, args),
  };
}
