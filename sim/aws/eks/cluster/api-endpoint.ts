import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import type { ApiClient, ApiEndpoint } from "../../../kubernetes/types.ts";
import { callerWith, principalArn, type NamedCredentials } from "../../sts/principals.ts";
import { eksState, inCluster } from "../state.ts";

/** The endpoint of an EKS cluster's API server, with the access entries that say whom it serves. */
export class EksEndpoint implements ApiEndpoint {
  readonly #cloud: Cloud;
  readonly #clusterName: string;

  constructor(cloud: Cloud, clusterName: string) {
    this.#cloud = cloud;
    this.#clusterName = clusterName;
  }

  get server(): string {
    return eksState(this.#cloud).clusters.find(this.#clusterName)?.endpoint ?? "";
  }

  isReachable(): boolean {
    const { endpointPublicAccess, endpointPrivateAccess } = eksState(this.#cloud).clusters.get(
      this.#clusterName,
    ).resourcesVpcConfig;
    return endpointPublicAccess || (endpointPrivateAccess && this.#cloud.inVpc);
  }

  /**
   * Asks the access entries whether the identity of the kubeconfig's `aws eks get-token` may administer the cluster.
   * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
   */
  refusalOf({ exec, env, server }: ApiClient): string | undefined {
    if (exec === undefined || !exec.join(" ").includes("eks get-token")) {
      throw new NotSimulated("kubeconfig", "users other than those of `aws eks get-token`");
    }
    const principal = principalOf(this.#cloud, {
      profile: option(exec, "--profile") ?? env["AWS_PROFILE"],
      roleArns: [option(exec, "--role") ?? option(exec, "--role-arn") ?? []].flat(),
    });
    if (principal === undefined) {
      return `Get "${server}/openapi/v2?timeout=32s": getting credentials: exec: executable aws failed with exit code 254`;
    }
    const entry = eksState(this.#cloud).accessEntries.find(inCluster(this.#clusterName, principal));
    if (entry === undefined || option(exec, "--cluster-name") !== this.#clusterName) {
      return "the server has asked for the client to provide credentials";
    }
    const administers = entry.policies.some(
      ({ policyArn, accessScope }) =>
        policyArn.endsWith("/AmazonEKSClusterAdminPolicy") && accessScope.type === "cluster",
    );
    if (administers) return undefined;
    if (entry.policies.length > 0 || entry.kubernetesGroups.length > 0) {
      throw new NotSimulated(
        "Kubernetes authorization",
        `of ${principal}, which does not administer the cluster`,
      );
    }
    return `forbidden: User "${entry.username}" cannot get path "/openapi/v2"`;
  }
}

/** ARN of the user or role with these credentials; undefined where AWS gives none. */
function principalOf(cloud: Cloud, credentials: NamedCredentials): string | undefined {
  try {
    return principalArn(cloud, callerWith(cloud, credentials));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return undefined;
  }
}

function option(command: readonly string[], name: string): string | undefined {
  const index = command.indexOf(name);
  return index < 0 ? undefined : command[index + 1];
}
