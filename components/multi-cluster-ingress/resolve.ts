import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import {
  INGRESS_DEFAULTS,
  type CommonIngressArgs,
  type CreateIngressArgs,
  type CreateIngressTransforms,
  type JoinIngressArgs,
  type JoinIngressTransforms,
  type MultiClusterIngressArgs,
} from "./args.ts";
import { resolveHealthCheck, type ResolvedHealthCheck } from "../shared/load-balancer/health-check.ts";
import { resolveLoadBalancer, type ResolvedLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import { resolveTargetGroup, type ResolvedTargetGroup } from "../shared/load-balancer/target-group.ts";

/** What both sides have, with its defaults. */
export type ResolvedCommonArgs = Required<Omit<CommonIngressArgs, "podDisruptionBudget">> &
  Pick<CommonIngressArgs, "podDisruptionBudget">;

/** {@link CreateIngressArgs} with their defaults. */
export interface ResolvedCreateArgs extends ResolvedCommonArgs, ResolvedLoadBalancer {
  readonly mode: "create";
  readonly clusterName: pulumi.Input<string>;
  readonly ingressName: string;
  readonly replaceable: boolean;
  readonly ingressClassName: pulumi.Input<string>;
  readonly healthCheck: ResolvedHealthCheck;
  readonly targetGroup: ResolvedTargetGroup;
  readonly transform: CreateIngressTransforms;
}

/** {@link JoinIngressArgs} with their defaults. */
export interface ResolvedJoinArgs
  extends
    ResolvedCommonArgs,
    Required<Omit<JoinIngressArgs, keyof CommonIngressArgs | "healthCheckPort" | "transform">>,
    Pick<JoinIngressArgs, "healthCheckPort"> {
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
  return {
    ...resolveCommon(name, args),
    ...resolveLoadBalancer(args),
    mode: args.mode,
    clusterName: args.clusterName,
    ingressName: args.ingressName ?? name,
    replaceable: args.replaceable ?? INGRESS_DEFAULTS.replaceable,
    ingressClassName: args.ingressClassName ?? INGRESS_DEFAULTS.ingressClassName,
    healthCheck: resolveHealthCheck(args.healthCheck),
    targetGroup: resolveTargetGroup(args.targetGroup),
    transform: args.transform ?? {},
  };
}

function resolveJoinArgs(name: string, args: JoinIngressArgs): ResolvedJoinArgs {
  return {
    ...resolveCommon(name, args),
    mode: args.mode,
    targetGroupArn: args.targetGroupArn,
    loadBalancerDnsName: args.loadBalancerDnsName,
    loadBalancerArn: args.loadBalancerArn,
    vpcId: args.vpcId,
    bindingName: args.bindingName ?? name,
    ...defined({ healthCheckPort: args.healthCheckPort }),
    transform: args.transform ?? {},
  };
}

function resolveCommon(name: string, args: CommonIngressArgs): ResolvedCommonArgs {
  return {
    namespace: args.namespace,
    createNamespace: args.createNamespace ?? INGRESS_DEFAULTS.createNamespace,
    serviceName: args.serviceName ?? name,
    selector: args.selector,
    containerPort: args.containerPort,
    backendSecurityGroupId: args.backendSecurityGroupId,
    readinessGates: args.readinessGates ?? INGRESS_DEFAULTS.readinessGates,
    ...defined({ podDisruptionBudget: args.podDisruptionBudget }),
  };
}
