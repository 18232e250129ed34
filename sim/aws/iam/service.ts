import { iamFunctions } from "./functions.ts";
import { instanceProfileResource } from "./instance-profile-resource.ts";
import { openIdConnectProviderResource } from "./open-id-connect-provider-resource.ts";
import { getPolicyDocument } from "./policy-document-function.ts";
import { policyResource } from "./policy-resource.ts";
import { rolePolicyAttachmentResource, rolePolicyResource } from "./role-policy-resource.ts";
import { roleResource } from "./role-resource.ts";
import type { Service } from "../../service.ts";
import { iamOperations } from "./operations.ts";
import { iamState } from "./state.ts";

/** Pulumi types and functions of IAM and STS. */
export const iamService: Service = {
  name: "iam",
  state: iamState,
  operations: { iam: iamOperations },
  resources: [
    instanceProfileResource,
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
