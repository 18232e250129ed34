/** EKS Pod Identity: which IAM role a service account's pods get. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { TagMap } from "../tags.ts";
import { clusterArn, onCluster, onPassRole, onTagging } from "./arns.ts";
import { invalidParameter, resourceInUse } from "./errors.ts";
import { forget, operationOn, type EksKind } from "./kind.ts";
import { eksResource } from "./pulumi/resource.ts";
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

export const ASSOCIATION: EksKind<AssociationKey, PodIdentityAssociation> = {
  title: "EKS Pod Identity Association",
  table: (cloud) => eksState(cloud).podIdentityAssociations,
  place: ({ clusterName, associationId }) => ({
    cluster: clusterName,
    key: inCluster(clusterName, associationId),
  }),
  arn: ({ associationArn }) => associationArn,
  requestedArn: (cloud, { clusterName }) => clusterArn(cloud, clusterName),
};

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

  DescribePodIdentityAssociation: operationOn(
    ASSOCIATION,
    "DescribePodIdentityAssociation",
    (_cloud, association) => ({ association: structuredClone(association) }),
  ),

  DeletePodIdentityAssociation: operationOn(
    ASSOCIATION,
    "DeletePodIdentityAssociation",
    (cloud, association, key) => {
      forget(ASSOCIATION, cloud, key);
      return { association };
    },
  ),
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

function checkRole(cloud: Cloud, roleArn: string): void {
  const role = requiredRole(cloud, roleArn);
  if (!trustsService(role, POD_IDENTITY_SERVICE)) {
    throw invalidParameter("Trust policy of role is not valid for EKS Pod Identity.");
  }
}

const TOKEN = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

/** Schema: terraform-provider-aws/internal/service/eks/pod_identity_association.go */
export const podIdentityAssociationResource = eksResource(ASSOCIATION, {
  token: TOKEN,
  schema: z.object({
    clusterName: z.string(),
    namespace: z.string(),
    roleArn: z.string(),
    serviceAccount: z.string(),
    ...tagsInput,
  }),
  replaceOnChange: ["clusterName", "namespace", "serviceAccount"],
  computed: ["associationArn", "associationId", "externalId", "tagsAll"],

  create({ cloud }, { tags: _tags, ...inputs }, tagging) {
    const request = { ...inputs, ...tagging };
    return cloud.call(cloud.administrator, "eks", "CreatePodIdentityAssociation", request).association
      .associationId;
  },

  findImported(_context, importId) {
    const [clusterName = "", id = "", ...more] = importId.split(",");
    if (clusterName === "" || id === "" || more.length > 0) {
      throw new Error(`wrong format of import ID (${importId}), use: 'cluster-name,association-id'`);
    }
    return { id, properties: { clusterName } };
  },

  find: (cloud, id) =>
    eksState(cloud).podIdentityAssociations.where(({ associationId }) => associationId === id)[0],

  outputs: (
    _context,
    { associationArn, associationId, clusterName, namespace, roleArn, serviceAccount },
  ) => ({
    associationArn,
    associationId,
    clusterName,
    disableSessionTags: false,
    externalId: "",
    namespace,
    roleArn,
    serviceAccount,
  }),

  update(_context, _id, before, after) {
    if (before.roleArn !== after.roleArn) throw new NotSimulated(TOKEN, "another roleArn");
  },

  delete({ cloud }, associationId, properties) {
    const clusterName = String(properties["clusterName"]);
    cloud.call(cloud.administrator, "eks", "DeletePodIdentityAssociation", { clusterName, associationId });
  },
});
