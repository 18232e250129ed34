import type { Catalog } from "../../core/resource-type.ts";
import { iamFunctions } from "./functions.ts";
import { instanceProfileResource } from "./instance-profile-resource.ts";
import { openIdConnectProviderResource } from "./open-id-connect-provider-resource.ts";
import { getPolicyDocument } from "./policy-document-function.ts";
import { policyResource } from "./policy-resource.ts";
import { rolePolicyAttachmentResource, rolePolicyResource } from "./role-policy-resource.ts";
import { roleResource } from "./role-resource.ts";

/** Pulumi types and functions of IAM and STS. */
export const iamCatalog: Catalog = {
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
