/** Names that objects of a cluster ask for. */
import type * as pulumi from "@pulumi/pulumi";
import {
  DNS_SOURCES,
  ExternalDnsAddon,
  partitionOf,
  type EksCluster,
  type ExternalDnsAddonArgs,
  type GatewayApi,
} from "../components/index.ts";
import { defined } from "../components/shared/defined.ts";
import type { ClusterConfig } from "./config/stack-config.ts";
import { gatewayApiArgs } from "./gateway-api.ts";
import { componentNames } from "./names.ts";

/** ExternalDNS of the cluster; undefined where the stack has none. */
export function createExternalDns(
  config: ClusterConfig,
  cluster: EksCluster,
  gatewayApi: GatewayApi | undefined,
): ExternalDnsAddon | undefined {
  const { clusterName, oidcIssuer, oidcProviderArn } = cluster;
  const ready = [...cluster.ready, ...(gatewayApi?.ready ?? [])];
  const args = externalDnsArgs(config, { clusterName, oidcIssuer, oidcProviderArn, ready });
  if (args === undefined) return undefined;
  const name = componentNames(config.clusterName).externalDns;
  return new ExternalDnsAddon(name, args, { providers: [cluster.provider] });
}

/** What is known of the cluster, or stands for it. */
interface ClusterIdentity {
  readonly clusterName: pulumi.Input<string>;
  readonly oidcIssuer: pulumi.Input<string>;
  readonly oidcProviderArn: pulumi.Input<string>;
  readonly ready?: readonly pulumi.Resource[];
}

export function externalDnsArgs(
  config: ClusterConfig,
  cluster: ClusterIdentity,
): ExternalDnsAddonArgs | undefined {
  const { addons, region, tags } = config;
  if (addons.externalDns === undefined) return undefined;
  const { identity: type = "irsa", ...others } = addons.externalDns;
  const { clusterName, oidcIssuer, oidcProviderArn } = cluster;
  return {
    // Routes too where the cluster knows them: DNS_SOURCES are all.
    ...defined({ sources: gatewayApiArgs(config) && DNS_SOURCES }),
    ...others,
    clusterName,
    region,
    partition: partitionOf(region),
    identity: { type, oidcIssuer, oidcProviderArn },
    ...defined({ podsDependOn: cluster.ready }),
    tags,
  };
}
