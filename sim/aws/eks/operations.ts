import { accessPolicyAssociationOperations } from "./access-policy-association.ts";
import { accessEntryOperations } from "./access-entry.ts";
import { addonOperations } from "./addons/addon.ts";
import { clusterOperations } from "./cluster/cluster.ts";
import { clusterUpdateOperations } from "./cluster/update.ts";
import { nodegroupOperations } from "./nodegroup/nodegroup.ts";
import { podIdentityAssociationOperations } from "./pod-identity-association.ts";
import { tagOperations } from "./tag-operations.ts";

export { eksAuthOperations } from "./eks-auth.ts";

export const eksOperations = {
  ...clusterOperations,
  ...clusterUpdateOperations,
  ...nodegroupOperations,
  ...addonOperations,
  ...accessEntryOperations,
  ...accessPolicyAssociationOperations,
  ...tagOperations,
  ...podIdentityAssociationOperations,
};
