/** Turns configuration into the args of components, the same way for checking it and for building from it. */
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../components/shared/defined.ts";
import {
  DEMO_APPS,
  partitionOf,
  type ClusterNetwork,
  type CreateIngressArgs,
  type DemoAppArgs,
  type DemoAppContent,
  type EksClusterArgs,
  type JoinIngressArgs,
  type LbcAddonArgs,
  type TargetTerms,
} from "../components/index.ts";
import type { CommonConfig, PrimaryConfig } from "./config/stack-config.ts";
import { APP_LABELS, NAMES } from "./names.ts";

/** Ids of what all clusters share that others need to know. */
export interface SharedIds {
  readonly vpcId: pulumi.Input<string>;
  readonly backendSecurityGroupId: pulumi.Input<string>;
}

export function clusterArgs(config: CommonConfig, network: ClusterNetwork): EksClusterArgs {
  return {
    name: config.clusterName,
    network,
    kubernetesVersion: config.kubernetesVersion,
    supportType: config.supportType,
    controlPlaneSubnets: config.controlPlaneSubnets,
    endpointPublicAccess: config.endpointPublicAccess,
    endpointPrivateAccess: config.endpointPrivateAccess,
    ...(config.publicAccessCidrs.length > 0 && { publicAccessCidrs: config.publicAccessCidrs }),
    enabledLogTypes: config.enabledLogTypes,
    accessEntries: config.accessEntries,
    nodeGroups: config.nodeGroups,
    podNetworking: config.podNetworking,
    addons: addonsOf(config),
    nodeSecurityGroupRules: config.nodeSecurityGroupRules,
    nodeSecurityGroupIds: config.nodeSecurityGroupIds,
    deletionProtection: config.deletionProtection,
    ...defined({ tokenCredentials: config.credentials }),
    tags: config.tags,
  };
}

export function controllerArgs(
  config: CommonConfig,
  shared: SharedIds,
  cluster: {
    readonly clusterName: pulumi.Input<string>;
    readonly oidcIssuer: pulumi.Input<string>;
    readonly oidcProviderArn: pulumi.Input<string>;
    readonly ready?: readonly pulumi.Resource[];
  },
): LbcAddonArgs {
  const { identity, restrictPolicyToVpc: _restrictPolicyToVpc, crds: _crds, ...others } = config.controller;
  return {
    ...others,
    clusterName: cluster.clusterName,
    region: config.region,
    partition: partitionOf(config.region),
    vpcId: shared.vpcId,
    backendSecurityGroupId: shared.backendSecurityGroupId,
    identity: {
      type: identity ?? "irsa",
      oidcIssuer: cluster.oidcIssuer,
      oidcProviderArn: cluster.oidcProviderArn,
    },
    ...defined({ podsDependOn: cluster.ready }),
    tags: config.tags,
  };
}

export function createIngressArgs(
  config: PrimaryConfig,
  clusterName: pulumi.Input<string>,
  shared: SharedIds,
): CreateIngressArgs {
  const content = appContent(config);
  return {
    ...config.ingress,
    ...sideArgs(config, shared),
    mode: "create",
    clusterName,
    ingressName: NAMES.ingress,
    healthCheck: { path: DEMO_APPS[content.type].healthCheckPath, ...config.ingress.healthCheck },
    tags: config.tags,
  };
}

export function joinIngressArgs(
  config: CommonConfig,
  shared: SharedIds &
    Required<Pick<JoinIngressArgs, "targetGroupArn" | "loadBalancerDnsName" | "loadBalancerArn">> &
    Partial<Pick<TargetTerms, "healthCheckPort">>,
): JoinIngressArgs {
  const { vpcId, targetGroupArn, loadBalancerDnsName, loadBalancerArn, healthCheckPort } = shared;
  return {
    ...sideArgs(config, shared),
    mode: "join",
    vpcId,
    targetGroupArn,
    loadBalancerDnsName,
    loadBalancerArn,
    ...(typeof healthCheckPort === "number" && { healthCheckPort }),
    bindingName: NAMES.binding,
  };
}

export function appArgs(
  config: CommonConfig,
  namespace: pulumi.Input<string>,
  terms?: Pick<TargetTerms, "deregistrationDelaySeconds">,
): DemoAppArgs {
  const { content: _content, ...others } = config.app;
  return {
    ...others,
    ...defined({ drainSeconds: terms?.deregistrationDelaySeconds }),
    content: appContent(config),
    namespace,
    deploymentName: NAMES.deployment,
    labels: APP_LABELS,
  };
}

/** Port on which the app listens. */
export function appPort(config: CommonConfig): number {
  return DEMO_APPS[appContent(config).type].containerPort;
}

/** A page that names its cluster, unless something else is wanted: so one sees who answers. */
function appContent(config: CommonConfig): DemoAppContent {
  const { content } = config.app;
  if (content?.type === "game-2048") return content;
  return {
    type: "colour-page",
    heading: content?.heading ?? config.clusterName,
    colour: content?.colour ?? "white",
    cluster: content?.cluster ?? config.clusterName,
  };
}

function sideArgs(config: CommonConfig, shared: SharedIds) {
  return {
    namespace: config.namespace,
    serviceName: NAMES.service,
    selector: APP_LABELS,
    containerPort: appPort(config),
    backendSecurityGroupId: shared.backendSecurityGroupId,
    readinessGates: config.readinessGates,
  };
}

/** The add-ons that are configured, and the agent that Pod Identity needs on the cluster. */
export function addonsOf({ addons, controller }: CommonConfig): NonNullable<EksClusterArgs["addons"]> {
  return controller.identity === "pod-identity" ? { podIdentityAgent: true, ...addons } : addons;
}
