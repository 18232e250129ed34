/** From the configuration of a `pulumi:providers:kubernetes` to the simulated cluster that it means. */
import type { ProviderConfig } from "../../core/resource-type.ts";
import type { Cloud } from "../../core/cloud.ts";
import type { KubernetesCluster } from "../cluster.ts";
import { clustersOf } from "../clusters.ts";
import { KubeconfigSyntaxError, resolveKubeconfig, type KubeconfigTarget } from "./kubeconfig.ts";

export interface Connection {
  readonly cluster: KubernetesCluster;
  /** For objects that name no namespace: of the provider, of the kubeconfig, or `default`. */
  readonly defaultNamespace: string;
}

/** The cluster cannot be talked to; the message is the reason that the provider gives. */
export class ClusterUnreachable extends Error {}

/** @throws ClusterUnreachable */
export function connect(cloud: Cloud, provider: ProviderConfig): Connection {
  const target = targetOf(provider);
  const cluster = clusterAt(cloud, target);
  return { cluster, defaultNamespace: text(provider["namespace"]) ?? target.namespace ?? "default" };
}

/**
 * Whether deletes and reads take an unreachable cluster's objects as gone. Where the provider's args do not say, the
 * environment of the provider's process does, as with the real plugin (Configure in provider/pkg/provider/provider.go of
 * pulumi-kubernetes 4.34.2): a refresh runs no program that could give args.
 */
export function deletesUnreachable(provider: ProviderConfig): boolean {
  return (text(provider["deleteUnreachable"]) ?? process.env["PULUMI_K8S_DELETE_UNREACHABLE"]) === "true";
}

function targetOf(provider: ProviderConfig): KubeconfigTarget {
  try {
    return resolveKubeconfig(provider["kubeconfig"], {
      context: text(provider["context"]),
      cluster: text(provider["cluster"]),
    });
  } catch (error) {
    const { message } = error as Error;
    throw new ClusterUnreachable(
      error instanceof KubeconfigSyntaxError
        ? `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${message}`
        : `unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n \t • set up the provider as per https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n ${message}`,
    );
  }
}

/** The provider asks a server for its schema first: that request fails when the server is not there. */
function clusterAt(cloud: Cloud, target: KubeconfigTarget): KubernetesCluster {
  const { server } = target;
  const cluster = [...clustersOf(cloud).values()].find(({ endpoint }) => endpoint?.server === server);
  const { host } = new URL(server);
  if (cluster?.endpoint === undefined) {
    throw noSchema(`Get "${server}/openapi/v2?timeout=32s": dial tcp: lookup ${host}: no such host`);
  }
  if (!cluster.endpoint.isReachable()) {
    throw noSchema(`Get "${server}/openapi/v2?timeout=32s": dial tcp ${host}:443: i/o timeout`);
  }
  const refusal = cluster.endpoint.refusalOf(target);
  if (refusal !== undefined) throw noSchema(refusal);
  return cluster;
}

function noSchema(reason: string): ClusterUnreachable {
  return new ClusterUnreachable(`unable to load schema information from the API server: ${reason}`);
}

/** Options arrive as text over gRPC and as they are in process. */
function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
