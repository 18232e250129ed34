import { operation } from "../../core/operation.ts";
import { getRole } from "../iam/role.ts";
import { assumeRoleOperations } from "./assume-role.ts";

export const stsOperations = {
  ...assumeRoleOperations,

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

/** Unique id of the administrator, in the form of IAM users' ids. */
const ADMINISTRATOR_ID = "AIDAADMINISTRATOR0001";

function userId(sessionArn: string, roleId: string): string {
  return `${roleId}:${sessionArn.slice(sessionArn.lastIndexOf("/") + 1)}`;
}
