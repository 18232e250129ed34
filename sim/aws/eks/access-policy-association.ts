/** Access policies that are associated with access entries: what the principals may do in the cluster. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { awsResource } from "../pulumi/resource.ts";
import { ACCESS_ENTRY, addAccessEntry, type EntryKey } from "./access-entry.ts";
import { invalidParameter, invalidRequest } from "./errors.ts";
import { operationOn } from "./kind.ts";
import type { AccessEntry, AccessScope, AssociatedPolicy } from "./records.ts";
import { eksState, inCluster } from "./state.ts";
import { unlessGone } from "../kind/waiting.ts";
import { checkEnum } from "./validation.ts";

interface AssociationKey extends EntryKey {
  readonly policyArn: string;
}

interface AssociateAccessPolicyRequest extends AssociationKey {
  readonly accessScope: {
    readonly type: string;
    readonly namespaces?: readonly string[] | undefined;
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, those for people and pipelines. */
const policyNames = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
];

export const accessPolicyAssociationOperations = {
  AssociateAccessPolicy: operationOn(
    ACCESS_ENTRY,
    "AssociateAccessPolicy",
    (cloud, entry, { policyArn, accessScope }: AssociateAccessPolicyRequest) => {
      checkPolicy(cloud, entry, policyArn);
      checkEnum("accessScope.type", accessScope.type, ["cluster", "namespace"]);
      const { type, namespaces = [] } = accessScope;
      return {
        associatedAccessPolicy: structuredClone(associate(cloud, entry, policyArn, { type, namespaces })),
      };
    },
  ),

  ListAssociatedAccessPolicies: operationOn(
    ACCESS_ENTRY,
    "ListAssociatedAccessPolicies",
    (_cloud, { policies }) => ({ associatedAccessPolicies: structuredClone(policies) }),
  ),

  DisassociateAccessPolicy: operationOn(
    ACCESS_ENTRY,
    "DisassociateAccessPolicy",
    (_cloud, entry, request: AssociationKey) => {
      entry.policies = entry.policies.filter(({ policyArn }) => policyArn !== request.policyArn);
      return {};
    },
  ),
};

/** Lets the principal that makes a cluster administer it, as `bootstrapClusterCreatorAdminPermissions` asks. */
export function addCreatorAccess(cloud: Cloud, clusterName: string, creatorArn: string): void {
  const entry = addAccessEntry(cloud, { clusterName, principalArn: creatorArn });
  const policyArn = accessPolicyArn(cloud, "AmazonEKSClusterAdminPolicy");
  associate(cloud, entry, policyArn, { type: "cluster", namespaces: [] });
}

function associate(
  cloud: Cloud,
  entry: AccessEntry,
  policyArn: string,
  accessScope: AccessScope,
): AssociatedPolicy {
  const now = cloud.clock.timestamp();
  const policy = { policyArn, accessScope, associatedAt: now, modifiedAt: now };
  entry.policies = [...entry.policies.filter((present) => present.policyArn !== policyArn), policy];
  return policy;
}

function accessPolicyArn(cloud: Cloud, name: string): string {
  return `arn:${cloud.partition}:eks::aws:cluster-access-policy/${name}`;
}

function checkPolicy(cloud: Cloud, entry: AccessEntry, policyArn: string): void {
  if (!policyNames.some((name) => accessPolicyArn(cloud, name) === policyArn)) {
    throw invalidParameter("The policyArn parameter format is not valid");
  }
  if (entry.type !== "STANDARD") {
    throw invalidRequest(`Access policies cannot be associated with an access entry of type ${entry.type}.`);
  }
}

/** Schema: terraform-provider-aws/internal/service/eks/access_policy_association.go */
export const accessPolicyAssociationResource = awsResource({
  token: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  schema: z.object({
    accessScope: z.strictObject({ namespaces: z.array(z.string()).optional(), type: z.string() }),
    clusterName: z.string(),
    policyArn: z.string(),
    principalArn: z.string(),
  }),
  computed: ["associatedAt", "modifiedAt"],

  create({ cloud }, inputs) {
    cloud.call(cloud.administrator, "eks", "AssociateAccessPolicy", inputs);
    return [inputs.clusterName, inputs.principalArn, inputs.policyArn].join("#");
  },

  read({ cloud }, id) {
    const [clusterName = "", principalArn = "", policyArn] = id.split("#");
    const entry = eksState(cloud).accessEntries.find(inCluster(clusterName, principalArn));
    const policy = entry?.policies.find((associated) => associated.policyArn === policyArn);
    return policy && { ...policy, clusterName, principalArn };
  },

  delete({ cloud }, id) {
    const [clusterName = "", principalArn = "", policyArn = ""] = id.split("#");
    const key = { clusterName, principalArn, policyArn };
    unlessGone(["ResourceNotFoundException"], () =>
      cloud.call(cloud.administrator, "eks", "DisassociateAccessPolicy", key),
    );
  },
});
