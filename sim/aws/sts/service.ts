import type { Service } from "../../service.ts";
import { assumeRoleOperations } from "./assume-role.ts";
import { callerIdentityOperations, getCallerIdentity } from "./caller-identity.ts";

const stsOperations = { ...assumeRoleOperations, ...callerIdentityOperations };

export const stsService: Service = {
  name: "sts",
  operations: { sts: stsOperations },
  functions: [getCallerIdentity],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly sts: typeof stsOperations;
  }
}
