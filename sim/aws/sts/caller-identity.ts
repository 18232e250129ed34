/** Who calls, in the words of STS. */
import { operation } from "../../core/operation.ts";
import { getRole } from "../iam/role.ts";
import { providerCaller } from "../provider-config.ts";
import { awsFunction } from "../pulumi/function.ts";

/** Unique id of the administrator, in the form of IAM users' ids. */
const ADMINISTRATOR_ID = "AIDAADMINISTRATOR0001";

export const callerIdentityOperations = {
  /** Needs no permission. */
  GetCallerIdentity: operation<object, { UserId: string; Account: string; Arn: string }>({
    authorize: () => [],
    run: (cloud, _request, caller) => ({
      UserId:
        caller.kind === "session"
          ? userId(caller.arn, getRole(cloud, caller.roleName).RoleId)
          : ADMINISTRATOR_ID,
      Account: cloud.accountId,
      Arn: caller.arn,
    }),
  }),
};

function userId(sessionArn: string, roleId: string): string {
  return `${roleId}:${sessionArn.slice(sessionArn.lastIndexOf("/") + 1)}`;
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/getcalleridentity/ */
export const getCallerIdentity = awsFunction({
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  global: true,
  args: {},
  invoke(cloud, _args, provider) {
    const caller = providerCaller(cloud, provider);
    const { Account, Arn, UserId } = cloud.call(caller, "sts", "GetCallerIdentity", {});
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
  },
});
