import { instanceProfileOperations } from "./instance-profile.ts";
import { openIdConnectProviderOperations } from "./open-id-connect-provider.ts";
import { policyOperations } from "./policy.ts";
import { rolePolicyOperations } from "./role-policies.ts";
import { roleOperations } from "./role.ts";
import { serviceLinkedRoleOperations } from "./service-linked-role.ts";

export const iamOperations = {
  ...roleOperations,
  ...rolePolicyOperations,
  ...policyOperations,
  ...openIdConnectProviderOperations,
  ...instanceProfileOperations,
  ...serviceLinkedRoleOperations,
};
