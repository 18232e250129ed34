/** The EKS Auth API, which Pod Identity agents call. Its signing name is `eks-auth`. */
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Caller } from "../../core/caller.ts";
import { assumeRoleForPodIdentity } from "../sts/pod-identity.ts";
import { decodeWebIdentityToken } from "../sts/web-identity-token.ts";
import { clusterArn } from "./arns.ts";
import { effectiveAssociation } from "./pod-identity-association.ts";

export interface AssumeRoleForPodIdentityRequest {
  readonly clusterName: string;
  /** The pod's token for `pods.eks.amazonaws.com`. */
  readonly token: string;
  /** On AWS these are claims of the token. */
  readonly pod: { readonly name: string; readonly uid: string };
}

/** Sessions last six hours. */
const DURATION_MS = 6 * 3_600_000;

export const eksAuthOperations = {
  AssumeRoleForPodIdentity: operation({
    authorize: (cloud, { clusterName }: AssumeRoleForPodIdentityRequest) => [
      { action: "eks-auth:AssumeRoleForPodIdentity", resources: [clusterArn(cloud, clusterName)] },
    ],
    run: (cloud, { clusterName, token, pod }): { caller: Caller; expiration: string } => {
      const [, , namespace = "", serviceAccount = ""] = decodeWebIdentityToken(token).sub.split(":");
      const association = effectiveAssociation(cloud, clusterName, namespace, serviceAccount);
      if (association === undefined) {
        throw new AwsError(
          "ResourceNotFoundException",
          `The association for service account ${serviceAccount} in namespace ${namespace} is not found`,
          404,
        );
      }
      const caller = assumeRoleForPodIdentity(cloud, {
        roleArn: association.roleArn,
        clusterArn: clusterArn(cloud, clusterName),
        clusterName,
        namespace,
        serviceAccount,
        podName: pod.name,
        podUid: pod.uid,
      });
      return { caller, expiration: new Date(cloud.clock.now() + DURATION_MS).toISOString() };
    },
  }),
};
