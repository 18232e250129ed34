/** Turns configuration into the args of components, the same way for checking it and for building from it. */
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../components/shared/defined.ts";
import {
  partitionOf,
  type ClusterNetwork,
  type EksClusterArgs,
  type GatewayDefinitions,
  type LbcAddonArgs,
} from "../components/index.ts";
import type { CommonConfig } from "./config/stack-config.ts";

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
    ...(config.encryptionKeyArn !== "" && { encryptionKeyArn: config.encryptionKeyArn }),
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
  before: {
    /** Goes after the controller: until then it takes away records of Ingresses that went before. */
    readonly externalDns?: { readonly ready: pulumi.Resource } | undefined;
    readonly gatewayApi?: GatewayDefinitions | undefined;
  } = {},
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
    ...(cluster.ready && {
      podsDependOn: [...cluster.ready, ...(before.externalDns ? [before.externalDns.ready] : [])],
    }),
    ...defined({ gatewayApi: before.gatewayApi }),
    tags: config.tags,
  };
}

/** The add-ons that are configured, and the agent that Pod Identity needs on the cluster. */
export function addonsOf({
  addons: { metricsServer: _metricsServer, gatewayApi: _gatewayApi, externalDns, ...addons },
  controller,
  apps,
}: CommonConfig): NonNullable<EksClusterArgs["addons"]> {
  const isWanted =
    controller.identity === "pod-identity" ||
    externalDns?.identity === "pod-identity" ||
    apps.some(({ entry }) => entry.serviceAccount?.identity === "pod-identity");
  return isWanted ? { podIdentityAgent: true, ...addons } : addons;
}
