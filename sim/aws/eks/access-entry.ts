/** Who may use a cluster's API: access entries and the access policies associated with them. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import type { TagMap } from "../tags.ts";
import { onCluster, onTagging } from "./arns.ts";
import { eksService } from "./caller.ts";
import { invalidParameter, invalidRequest, resourceInUse } from "./errors.ts";
import type { AccessEntry, AssociatedPolicy } from "./records.ts";
import { eksState, inCluster } from "./state.ts";
import { checkEnum } from "./validation.ts";

export interface CreateAccessEntryRequest {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly kubernetesGroups?: readonly string[] | undefined;
  readonly username?: string | undefined;
  readonly type?: string | undefined;
  readonly tags?: TagMap | undefined;
}

interface EntryKey {
  readonly clusterName: string;
  readonly principalArn: string;
}

const entryTypes = ["STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX"];

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, those for people and pipelines. */
const policyNames = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
];

export const accessEntryOperations = {
  CreateAccessEntry: operation({
    authorize: (cloud, request: CreateAccessEntryRequest) => [
      onCluster(cloud, "CreateAccessEntry", request.clusterName),
      ...onTagging(accessEntryArn(cloud, request), request.tags),
    ],
    run: (cloud, request): { accessEntry: AccessEntry } => {
      checkNewEntry(cloud, request);
      return { accessEntry: structuredClone(addAccessEntry(cloud, request)) };
    },
  }),

  DescribeAccessEntry: operation({
    authorize: onEntry("DescribeAccessEntry"),
    run: (cloud, request): { accessEntry: AccessEntry } => ({
      accessEntry: structuredClone(getEntry(cloud, request)),
    }),
  }),

  UpdateAccessEntry: operation({
    authorize: (
      cloud,
      request: EntryKey & {
        readonly kubernetesGroups?: readonly string[] | undefined;
        readonly username?: string | undefined;
      },
    ) => onEntry("UpdateAccessEntry")(cloud, request),
    run: (cloud, request): { accessEntry: AccessEntry } => {
      const entry = getEntry(cloud, request);
      checkGroups(entry.type, request.kubernetesGroups);
      if (request.kubernetesGroups !== undefined) entry.kubernetesGroups = [...request.kubernetesGroups];
      if (request.username !== undefined) entry.username = request.username;
      entry.modifiedAt = cloud.clock.timestamp();
      return { accessEntry: structuredClone(entry) };
    },
  }),

  DeleteAccessEntry: operation({
    authorize: onEntry("DeleteAccessEntry"),
    run: (cloud, request): Record<string, never> => {
      getEntry(cloud, request);
      eksState(cloud).accessEntries.delete(inCluster(request.clusterName, request.principalArn));
      return {};
    },
  }),

  AssociateAccessPolicy: operation({
    authorize: (
      cloud,
      request: EntryKey & {
        readonly policyArn: string;
        readonly accessScope: {
          readonly type: string;
          readonly namespaces?: readonly string[] | undefined;
        };
      },
    ) => onEntry("AssociateAccessPolicy")(cloud, request),
    run: (cloud, request): { associatedAccessPolicy: AssociatedPolicy } => {
      const entry = getEntry(cloud, request);
      const { policyArn, accessScope } = request;
      checkPolicy(cloud, entry, policyArn);
      checkEnum("accessScope.type", accessScope.type, ["cluster", "namespace"]);
      const policy: AssociatedPolicy = {
        policyArn,
        accessScope: { type: accessScope.type, namespaces: accessScope.namespaces ?? [] },
        associatedAt: cloud.clock.timestamp(),
        modifiedAt: cloud.clock.timestamp(),
      };
      entry.policies = [...entry.policies.filter((present) => present.policyArn !== policyArn), policy];
      return { associatedAccessPolicy: structuredClone(policy) };
    },
  }),

  ListAssociatedAccessPolicies: operation({
    authorize: onEntry("ListAssociatedAccessPolicies"),
    run: (cloud, request): { associatedAccessPolicies: AssociatedPolicy[] } => ({
      associatedAccessPolicies: structuredClone(getEntry(cloud, request).policies),
    }),
  }),

  DisassociateAccessPolicy: operation({
    authorize: (cloud, request: EntryKey & { readonly policyArn: string }) =>
      onEntry("DisassociateAccessPolicy")(cloud, request),
    run: (cloud, request): Record<string, never> => {
      const entry = getEntry(cloud, request);
      entry.policies = entry.policies.filter(({ policyArn }) => policyArn !== request.policyArn);
      return {};
    },
  }),
};

/** Records an entry; EKS itself makes those of a cluster's creator and of node groups' roles. */
export function addAccessEntry(cloud: Cloud, request: CreateAccessEntryRequest): AccessEntry {
  const { clusterName, principalArn, type = "STANDARD" } = request;
  const now = cloud.clock.timestamp();
  return eksState(cloud).accessEntries.set(inCluster(clusterName, principalArn), {
    clusterName,
    principalArn,
    accessEntryArn: accessEntryArn(cloud, request),
    createdAt: now,
    modifiedAt: now,
    kubernetesGroups: [...(request.kubernetesGroups ?? groupsOf(type))],
    username: request.username ?? userNameOf(type, principalArn),
    type,
    tags: { ...request.tags },
    policies: [],
  });
}

/** Lets the principal that makes a cluster administer it, as `bootstrapClusterCreatorAdminPermissions` asks. */
export function addCreatorAccess(cloud: Cloud, clusterName: string, creatorArn: string): void {
  const entry = addAccessEntry(cloud, { clusterName, principalArn: creatorArn });
  const now = cloud.clock.timestamp();
  entry.policies.push({
    policyArn: accessPolicyArn(cloud, "AmazonEKSClusterAdminPolicy"),
    accessScope: { type: "cluster", namespaces: [] },
    associatedAt: now,
    modifiedAt: now,
  });
}

function getEntry(cloud: Cloud, { clusterName, principalArn }: EntryKey): AccessEntry {
  eksState(cloud).clusters.get(clusterName);
  return eksState(cloud).accessEntries.get(inCluster(clusterName, principalArn));
}

function onEntry(action: string) {
  return (cloud: Cloud, request: EntryKey): AuthorizationCheck[] => [
    { ...onCluster(cloud, action, request.clusterName), resources: [accessEntryArn(cloud, request)] },
  ];
}

/** `…:access-entry/CLUSTER/role/ACCOUNT/ROLE/ID`; the id is left out here, so that it can be known before. */
function accessEntryArn(cloud: Cloud, { clusterName, principalArn }: EntryKey): string {
  const [kind = "", ...path] = principalArn.slice(principalArn.lastIndexOf(":") + 1).split("/");
  return cloud.arn("eks", `access-entry/${clusterName}/${kind}/${cloud.accountId}/${path.at(-1)}`);
}

function accessPolicyArn(cloud: Cloud, name: string): string {
  return `arn:${cloud.partition}:eks::aws:cluster-access-policy/${name}`;
}

function checkNewEntry(cloud: Cloud, request: CreateAccessEntryRequest): void {
  const { clusterName, principalArn, type = "STANDARD" } = request;
  const cluster = eksState(cloud).clusters.get(clusterName);
  if (cluster.accessConfig.authenticationMode === "CONFIG_MAP") {
    throw invalidRequest(
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
  checkEnum("type", type, entryTypes);
  checkPrincipal(cloud, principalArn);
  checkGroups(type, request.kubernetesGroups);
  if (eksState(cloud).accessEntries.has(inCluster(clusterName, principalArn))) {
    throw resourceInUse("The specified access entry resource is already in use on this cluster.");
  }
}

/** An entry can only name a user or role that is there. */
function checkPrincipal(cloud: Cloud, principalArn: string): void {
  const invalid = invalidParameter("The specified principalArn is invalid: invalid principal.");
  const [, kind, name] = /^arn:[^:]+:iam::\d{12}:(role|user)\/(?:.*\/)?([^/]+)$/.exec(principalArn) ?? [];
  if (kind === undefined) throw invalid;
  if (kind === "user" || name === undefined) return;
  try {
    cloud.call(eksService, "iam", "GetRole", { RoleName: name });
  } catch (error) {
    throw error instanceof AwsError ? invalid : error;
  }
}

function checkGroups(type: string, groups: readonly string[] | undefined): void {
  if (groups === undefined || groups.length === 0) return;
  if (type !== "STANDARD") {
    throw invalidParameter(`Kubernetes groups cannot be set on an access entry of type ${type}.`);
  }
  const reserved = groups.find((group) => group.startsWith("system:"));
  if (reserved !== undefined) {
    throw invalidParameter(`The kubernetes group name ${reserved} is invalid, it cannot start with system:`);
  }
}

function checkPolicy(cloud: Cloud, entry: AccessEntry, policyArn: string): void {
  if (!policyNames.some((name) => accessPolicyArn(cloud, name) === policyArn)) {
    throw invalidParameter("The policyArn parameter format is not valid");
  }
  if (entry.type !== "STANDARD") {
    throw invalidRequest(`Access policies cannot be associated with an access entry of type ${entry.type}.`);
  }
}

function groupsOf(type: string): string[] {
  return type === "STANDARD" ? [] : ["system:nodes"];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
function userNameOf(type: string, principalArn: string): string {
  if (type !== "STANDARD") return "system:node:{{EC2PrivateDNSName}}";
  const [account = "", resource = ""] = principalArn.split(":").slice(4);
  const [kind, ...path] = resource.split("/");
  return kind === "role"
    ? `arn:aws:sts::${account}:assumed-role/${path.at(-1)}/{{SessionName}}`
    : principalArn;
}
