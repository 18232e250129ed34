/** Functions of the aws package about identity: callers, partitions, roles, policies and OIDC providers. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { FunctionType } from "../../core/resource-type.ts";
import { providerCaller } from "../provider-config.ts";
import { tagMap } from "../tags.ts";
import { providerArn } from "./open-id-connect-provider.ts";
import { defaultDocument, findPolicy } from "./policy.ts";
import type { ManagedPolicy } from "./records.ts";

const getCallerIdentity: FunctionType = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  invoke({ cloud, provider }) {
    const { Account, Arn, UserId } = cloud.call(
      providerCaller(cloud, provider),
      "sts",
      "GetCallerIdentity",
      {},
    );
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
  },
};

const getPartition: FunctionType = {
  token: "aws:index/getPartition:getPartition",
  invoke: ({ cloud: { partition, dnsSuffix } }) => ({
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  }),
};

const getRole: FunctionType = {
  token: "aws:iam/getRole:getRole",
  invoke({ cloud }, args) {
    const { name } = z.object({ name: z.string() }).parse(args);
    const { Role } = cloud.call(cloud.administrator, "iam", "GetRole", { RoleName: name });
    return {
      id: name,
      name,
      arn: Role.Arn,
      assumeRolePolicy: Role.AssumeRolePolicyDocument,
      createDate: Role.CreateDate,
      description: Role.Description,
      maxSessionDuration: Role.MaxSessionDuration,
      path: Role.Path,
      permissionsBoundary: Role.PermissionsBoundary ?? "",
      roleLastUseds: [],
      tags: tagMap(Role.Tags),
      uniqueId: Role.RoleId,
    };
  },
};

const getPolicyArgs = z.object({
  arn: z.string().optional(),
  name: z.string().optional(),
  pathPrefix: z.string().optional(),
});

const getPolicy: FunctionType = {
  token: "aws:iam/getPolicy:getPolicy",
  invoke({ cloud }, args) {
    const { arn, name, pathPrefix } = getPolicyArgs.parse(args);
    const found = arn ?? policyByName(cloud, name, pathPrefix).Arn;
    // The provider swallows IAM's own words.
    if (findPolicy(cloud, found) === undefined) {
      throw new Error(`reading IAM Policy (${found}): couldn't find resource`);
    }
    const { Policy } = cloud.call(cloud.administrator, "iam", "GetPolicy", { PolicyArn: found });
    return {
      id: Policy.Arn,
      arn: Policy.Arn,
      attachmentCount: Policy.AttachmentCount,
      description: Policy.Description,
      name: Policy.PolicyName,
      path: Policy.Path,
      ...(pathPrefix !== undefined && { pathPrefix }),
      policy: defaultDocument(Policy),
      policyId: Policy.PolicyId,
      tags: tagMap(Policy.Tags),
    };
  },
};

const getOpenIdConnectProviderArgs = z.object({ arn: z.string().optional(), url: z.string().optional() });

const getOpenIdConnectProvider: FunctionType = {
  token: "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider",
  invoke({ cloud }, args) {
    const { arn, url } = getOpenIdConnectProviderArgs.parse(args);
    const found = arn ?? providerArn(cloud, url ?? "");
    const provider = cloud.call(cloud.administrator, "iam", "GetOpenIDConnectProvider", {
      OpenIDConnectProviderArn: found,
    });
    return {
      id: provider.Arn,
      arn: provider.Arn,
      clientIdLists: [...provider.ClientIDList],
      tags: tagMap(provider.Tags),
      thumbprintLists: [...provider.ThumbprintList],
      url: provider.Url,
    };
  },
};

export const iamFunctions: readonly FunctionType[] = [
  getCallerIdentity,
  getOpenIdConnectProvider,
  getPartition,
  getPolicy,
  getRole,
];

/** @throws Error in the words of Terraform's AWS provider, on which Pulumi's builds, unless exactly one matches. */
function policyByName(cloud: Cloud, name: string | undefined, pathPrefix: string | undefined): ManagedPolicy {
  const { Policies } = cloud.call(cloud.administrator, "iam", "ListPolicies", {});
  const [policy, ...others] = Policies.filter(
    ({ PolicyName, Path }) =>
      (name === undefined || PolicyName === name) && Path.startsWith(pathPrefix ?? "/"),
  );
  if (policy === undefined) {
    throw new Error(
      "no IAM policy found matching criteria (" +
        `${[pathPrefix && `PathPrefix: ${pathPrefix}`, name && `Name: ${name}`].filter(Boolean).join(", ")}); try different search`,
    );
  }
  if (others.length > 0) {
    throw new Error("multiple IAM policies found matching criteria; try different search");
  }
  return policy;
}
