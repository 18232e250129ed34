/** EKS Pod Identity: which IAM role a service account's pods get. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import type { TagMap } from "../tags.ts";
import { onCluster, onPassRole, onTagging } from "./arns.ts";
import { invalidParameter, resourceInUse } from "./errors.ts";
import type { PodIdentityAssociation } from "./records.ts";
import { requiredRole, trustsService } from "./role-checks.ts";
import { eksState, inCluster } from "./state.ts";

export interface CreatePodIdentityAssociationRequest {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly tags?: TagMap | undefined;
}

interface AssociationKey {
  readonly clusterName: string;
  readonly associationId: string;
}

/** "Several seconds", says AWS. */
const EFFECTIVE_AFTER_MS = 10_000;

/** Service that assumes the roles for pods. */
const POD_IDENTITY_SERVICE = "pods.eks.amazonaws.com";

export const podIdentityAssociationOperations = {
  CreatePodIdentityAssociation: operation({
    authorize: (cloud, request: CreatePodIdentityAssociationRequest) => [
      onCluster(cloud, "CreatePodIdentityAssociation", request.clusterName),
      ...onTagging(cloud.arn("eks", `podidentityassociation/${request.clusterName}/*`), request.tags),
      onPassRole(request.roleArn, POD_IDENTITY_SERVICE),
    ],
    run: (cloud, request): { association: PodIdentityAssociation } => {
      const { clusterName, namespace, serviceAccount, roleArn } = request;
      eksState(cloud).clusters.get(clusterName);
      checkRole(cloud, roleArn);
      const existing = podIdentityAssociationFor(cloud, clusterName, namespace, serviceAccount);
      if (existing !== undefined) {
        throw resourceInUse(`Association already exists: ${existing.associationId}`);
      }
      const associationId = `a-${cloud.ids.hex(17)}`;
      const now = cloud.clock.timestamp();
      const association = eksState(cloud).podIdentityAssociations.set(inCluster(clusterName, associationId), {
        clusterName,
        namespace,
        serviceAccount,
        associationArn: cloud.arn("eks", `podidentityassociation/${clusterName}/${associationId}`),
        associationId,
        roleArn,
        createdAt: now,
        modifiedAt: now,
        tags: { ...request.tags },
      });
      return { association: structuredClone(association) };
    },
  }),

  DescribePodIdentityAssociation: operation({
    authorize: (cloud, request: AssociationKey) => [
      onCluster(cloud, "DescribePodIdentityAssociation", request.clusterName),
    ],
    run: (cloud, request): { association: PodIdentityAssociation } => ({
      association: structuredClone(getAssociation(cloud, request)),
    }),
  }),

  UpdatePodIdentityAssociation: operation({
    authorize: (cloud, request: AssociationKey & { readonly roleArn: string }) => [
      onCluster(cloud, "UpdatePodIdentityAssociation", request.clusterName),
      onPassRole(request.roleArn, POD_IDENTITY_SERVICE),
    ],
    run: (cloud, request): { association: PodIdentityAssociation } => {
      const association = getAssociation(cloud, request);
      checkRole(cloud, request.roleArn);
      association.roleArn = request.roleArn;
      association.modifiedAt = cloud.clock.timestamp();
      return { association: structuredClone(association) };
    },
  }),

  DeletePodIdentityAssociation: operation({
    authorize: (cloud, request: AssociationKey) => [
      onCluster(cloud, "DeletePodIdentityAssociation", request.clusterName),
    ],
    run: (cloud, request): { association: PodIdentityAssociation } => {
      const association = getAssociation(cloud, request);
      eksState(cloud).podIdentityAssociations.delete(inCluster(request.clusterName, request.associationId));
      return { association };
    },
  }),
};

/** The association of a service account, if it has one. */
export function podIdentityAssociationFor(
  cloud: Cloud,
  clusterName: string,
  namespace: string,
  serviceAccount: string,
): PodIdentityAssociation | undefined {
  return eksState(cloud).podIdentityAssociations.where(
    (association) =>
      association.clusterName === clusterName &&
      association.namespace === namespace &&
      association.serviceAccount === serviceAccount,
  )[0];
}

/**
 * The association that pods of a service account are given and served by: what EKS accepts takes a while to hold
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html).
 */
export function effectiveAssociation(
  cloud: Cloud,
  ...key: [clusterName: string, namespace: string, serviceAccount: string]
): PodIdentityAssociation | undefined {
  const association = podIdentityAssociationFor(cloud, ...key);
  const age = cloud.clock.now() - Date.parse(association?.createdAt ?? "");
  return age >= EFFECTIVE_AFTER_MS ? association : undefined;
}

function getAssociation(
  cloud: Cloud,
  { clusterName, associationId }: AssociationKey,
): PodIdentityAssociation {
  eksState(cloud).clusters.get(clusterName);
  return eksState(cloud).podIdentityAssociations.get(inCluster(clusterName, associationId));
}

function checkRole(cloud: Cloud, roleArn: string): void {
  const role = requiredRole(cloud, roleArn);
  if (!trustsService(role, POD_IDENTITY_SERVICE)) {
    throw invalidParameter("Trust policy of role is not valid for EKS Pod Identity.");
  }
}
