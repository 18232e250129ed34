import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Caller } from "../../core/caller.ts";
import { tagList } from "../tags.ts";
import { sessionCaller } from "./session.ts";

/** The pod that asks EKS Auth for credentials, and the role that an association gives to its service account. */
export interface PodIdentityRequest {
  readonly roleArn: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUid: string;
}

/**
 * What EKS Auth does for a pod with a Pod Identity association: it assumes the role as `pods.eks.amazonaws.com` with
 * session tags, so the role must trust that service with sts:AssumeRole and sts:TagSession.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 *
 * @throws AwsError AccessDeniedException
 */
export function assumeRoleForPodIdentity(cloud: Cloud, request: PodIdentityRequest): Caller {
  const service: Caller = { kind: "service", arn: "pods.eks.amazonaws.com" };
  try {
    const assumed = cloud.call(service, "sts", "AssumeRole", {
      RoleArn: request.roleArn,
      RoleSessionName: sessionName(request),
      Tags: tagList({
        "eks-cluster-arn": request.clusterArn,
        "eks-cluster-name": request.clusterName,
        "kubernetes-namespace": request.namespace,
        "kubernetes-service-account": request.serviceAccount,
        "kubernetes-pod-name": request.podName,
        "kubernetes-pod-uid": request.podUid,
      }),
    });
    return sessionCaller(assumed);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "AccessDeniedException",
      "Unauthorized Exception! EKS does not have permissions to assume the associated role.",
    );
  }
}

/** `eks-CLUSTER-POD-UUID`, within the 64 characters that a session name may have. */
function sessionName({ clusterName, podName, podUid }: PodIdentityRequest): string {
  return `eks-${clusterName.slice(0, 11)}-${podName.slice(0, 11)}-${podUid}`;
}
