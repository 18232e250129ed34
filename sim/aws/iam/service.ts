import type { Service } from "../../service.ts";
import { iamFunctions } from "./functions.ts";
import { instanceProfileOperations } from "./instance-profile.ts";
import {
  openIdConnectProviderOperations,
  openIdConnectProviderResource,
} from "./open-id-connect-provider.ts";
import { getPolicyDocument } from "./policy-document-function.ts";
import { policyOperations, policyResource } from "./policy.ts";
import { rolePolicyAttachmentResource, rolePolicyOperations, rolePolicyResource } from "./role-policies.ts";
import { roleOperations, roleResource } from "./role.ts";
import { iamState } from "./state.ts";

const iamOperations = {
  ...roleOperations,
  ...rolePolicyOperations,
  ...policyOperations,
  ...openIdConnectProviderOperations,
  ...instanceProfileOperations,
};

/** Operations, Pulumi types and functions of IAM. */
export const iamService: Service = {
  name: "iam",
  state: iamState,
  operations: { iam: iamOperations },
  resources: [
    openIdConnectProviderResource,
    policyResource,
    rolePolicyAttachmentResource,
    rolePolicyResource,
    roleResource,
  ],
  functions: [...iamFunctions, getPolicyDocument],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly iam: typeof iamOperations;
  }
}
