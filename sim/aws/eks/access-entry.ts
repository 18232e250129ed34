/** Access entries: who may use a cluster's API. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { TagMap } from "../tags.ts";
import { onCluster, onTagging } from "./arns.ts";
import { eksService } from "./caller.ts";
import { invalidParameter, resourceInUse } from "./errors.ts";
import { forget, operationOn, type EksKind } from "./kind.ts";
import { eksResource } from "./pulumi/resource.ts";
import type { AccessEntry } from "./records.ts";
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

type UpdateAccessEntryRequest = EntryKey & Pick<CreateAccessEntryRequest, "kubernetesGroups" | "username">;

export interface EntryKey {
  readonly clusterName: string;
  readonly principalArn: string;
}

const entryTypes = ["STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX"];

export const ACCESS_ENTRY: EksKind<EntryKey, AccessEntry> = {
  title: "EKS Access Entry",
  table: (cloud) => eksState(cloud).accessEntries,
  place: ({ clusterName, principalArn }) => ({
    cluster: clusterName,
    key: inCluster(clusterName, principalArn),
  }),
  arn: ({ accessEntryArn }) => accessEntryArn,
  requestedArn: accessEntryArn,
};

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

  DescribeAccessEntry: operationOn(ACCESS_ENTRY, "DescribeAccessEntry", (_cloud, entry) => ({
    accessEntry: structuredClone(entry),
  })),

  UpdateAccessEntry: operationOn(
    ACCESS_ENTRY,
    "UpdateAccessEntry",
    (cloud, entry, { kubernetesGroups, username }: UpdateAccessEntryRequest) => {
      checkGroups(entry.type, kubernetesGroups);
      if (kubernetesGroups !== undefined) entry.kubernetesGroups = [...kubernetesGroups];
      if (username !== undefined) entry.username = username;
      entry.modifiedAt = cloud.clock.timestamp();
      return { accessEntry: structuredClone(entry) };
    },
  ),

  DeleteAccessEntry: operationOn(ACCESS_ENTRY, "DeleteAccessEntry", (cloud, _entry, key) => {
    forget(ACCESS_ENTRY, cloud, key);
    return {};
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

/** `…:access-entry/CLUSTER/role/ACCOUNT/ROLE/ID`; the id is left out here, so that it can be known before. */
function accessEntryArn(cloud: Cloud, { clusterName, principalArn }: EntryKey): string {
  const [kind = "", ...path] = principalArn.slice(principalArn.lastIndexOf(":") + 1).split("/");
  return cloud.arn("eks", `access-entry/${clusterName}/${kind}/${cloud.accountId}/${path.at(-1)}`);
}

function checkNewEntry(cloud: Cloud, request: CreateAccessEntryRequest): void {
  const { clusterName, principalArn, type = "STANDARD" } = request;
  eksState(cloud).clusters.get(clusterName);
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

/** Schema: terraform-provider-aws/internal/service/eks/access_entry.go */
export const accessEntryResource = eksResource(ACCESS_ENTRY, {
  token: "aws:eks/accessEntry:AccessEntry",
  schema: z.object({
    clusterName: z.string(),
    kubernetesGroups: z.array(z.string()).optional(),
    principalArn: z.string(),
    type: z.string().optional(),
    userName: z.string().optional(),
    ...tagsInput,
  }),
  defaults: { type: "STANDARD" },
  replaceOnChange: ["clusterName", "principalArn", "type"],
  computed: ["accessEntryArn", "createdAt", "kubernetesGroups", "modifiedAt", "tagsAll", "userName"],
  computedOnUpdate: ["modifiedAt"],

  create({ cloud }, { userName: username, tags: _tags, ...inputs }, tagging) {
    const id = `${inputs.clusterName}:${inputs.principalArn}`;
    try {
      cloud.call(cloud.administrator, "eks", "CreateAccessEntry", { ...inputs, username, ...tagging });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The words of resourceAccessEntryCreate: they name the principal, which EKS's own do not.
      throw new AwsError(error.code, `creating EKS Access Entry (${id}): ${error.message}`, error.statusCode);
    }
    return id;
  },

  outputs(_context, entry) {
    const { accessEntryArn, clusterName, createdAt, kubernetesGroups, modifiedAt, principalArn, type } =
      entry;
    return {
      accessEntryArn,
      clusterName,
      createdAt,
      kubernetesGroups,
      modifiedAt,
      principalArn,
      type,
      userName: entry.username,
    };
  },

  update({ cloud }, _id, _before, { clusterName, principalArn, kubernetesGroups = [], userName: username }) {
    const request = { clusterName, principalArn, kubernetesGroups, username };
    cloud.call(cloud.administrator, "eks", "UpdateAccessEntry", request);
  },

  delete({ cloud }, id) {
    const split = id.indexOf(":");
    const key = { clusterName: id.slice(0, split), principalArn: id.slice(split + 1) };
    cloud.call(cloud.administrator, "eks", "DeleteAccessEntry", key);
  },
});
