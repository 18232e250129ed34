/** From the configuration of a `pulumi:providers:kubernetes` to the simulated cluster that it means. */
import { AwsError, NotSimulated } from "../../core/errors.ts";
import type { ProviderConfig } from "../../core/resource-type.ts";
import { callerWith, principalArn, type NamedCredentials } from "../../aws/principals.ts";
import { inCluster } from "../../aws/eks/state.ts";
import type { Cloud } from "../../cloud.ts";
import type { KubernetesCluster } from "../cluster.ts";
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
  const cluster = clusterAt(cloud, target.server);
  checkAccess(cloud, cluster.name, target);
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
function clusterAt(cloud: Cloud, server: string): KubernetesCluster {
  const record = cloud.eks.clusters.where(({ endpoint }) => endpoint === server)[0];
  const cluster = record && cloud.clusters.get(record.name);
  const { host } = new URL(server);
  if (record === undefined || cluster === undefined) {
    throw noSchema(`Get "${server}/openapi/v2?timeout=32s": dial tcp: lookup ${host}: no such host`);
  }
  const { endpointPublicAccess, endpointPrivateAccess } = record.resourcesVpcConfig;
  if (!endpointPublicAccess && !(endpointPrivateAccess && cloud.inVpc)) {
    throw noSchema(`Get "${server}/openapi/v2?timeout=32s": dial tcp ${host}:443: i/o timeout`);
  }
  return cluster;
}

/**
 * Asks the access entries whether the identity of the kubeconfig's `aws eks get-token` may administer the cluster.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
function checkAccess(cloud: Cloud, clusterName: string, { exec, env, server }: KubeconfigTarget): void {
  if (exec === undefined || !exec.join(" ").includes("eks get-token")) {
    throw new NotSimulated("kubeconfig", "users other than those of `aws eks get-token`");
  }
  const principal = principalOf(cloud, server, {
    profile: option(exec, "--profile") ?? env["AWS_PROFILE"],
    roleArns: [option(exec, "--role") ?? option(exec, "--role-arn") ?? []].flat(),
  });
  const entry = cloud.eks.accessEntries.find(inCluster(clusterName, principal));
  if (entry === undefined || option(exec, "--cluster-name") !== clusterName) {
    throw noSchema("the server has asked for the client to provide credentials");
  }
  const administers = entry.policies.some(
    ({ policyArn, accessScope }) =>
      policyArn.endsWith("/AmazonEKSClusterAdminPolicy") && accessScope.type === "cluster",
  );
  if (administers) return;
  if (entry.policies.length > 0 || entry.kubernetesGroups.length > 0) {
    throw new NotSimulated(
      "Kubernetes authorization",
      `of ${principal}, which does not administer the cluster`,
    );
  }
  throw noSchema(`forbidden: User "${entry.username}" cannot get path "/openapi/v2"`);
}

/** ARN of the user or role whose credentials the kubeconfig's command uses. */
function principalOf(cloud: Cloud, server: string, credentials: NamedCredentials): string {
  try {
    return principalArn(cloud, callerWith(cloud, credentials));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw noSchema(
      `Get "${server}/openapi/v2?timeout=32s": getting credentials: exec: executable aws failed with exit code 254`,
    );
  }
}

function noSchema(reason: string): ClusterUnreachable {
  return new ClusterUnreachable(`unable to load schema information from the API server: ${reason}`);
}

function option(command: readonly string[], name: string): string | undefined {
  const index = command.indexOf(name);
  return index < 0 ? undefined : command[index + 1];
}

/** Options arrive as text over gRPC and as they are in process. */
function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}
