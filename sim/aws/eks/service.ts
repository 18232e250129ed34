import { getAddon, getAddonVersion } from "./addons/functions.ts";
import { getCluster, getClusters } from "./cluster/functions.ts";
import { getNodeGroup, getNodeGroups } from "./nodegroup/functions.ts";
import { accessEntryResource } from "./access-entry.ts";
import { accessPolicyAssociationResource } from "./access-policy-association.ts";
import { addonResource } from "./addons/resource.ts";
import { clusterResource } from "./cluster/resource.ts";
import { nodeGroupResource } from "./nodegroup/resource.ts";
import { podIdentityAssociationResource } from "./pod-identity-association.ts";
import type { Service } from "../../service.ts";
import { eksAuthOperations, eksOperations } from "./operations.ts";
import { resumeEks } from "./resume.ts";
import { addonImages } from "./addons/images.ts";
import { eksState } from "./state.ts";

/** Pulumi types and functions of EKS, with the public parameters that name its images. */
export const eksService: Service = {
  name: "eks",
  state: eksState,
  operations: { eks: eksOperations, "eks-auth": eksAuthOperations },
  resources: [
    accessEntryResource,
    accessPolicyAssociationResource,
    addonResource,
    clusterResource,
    nodeGroupResource,
    podIdentityAssociationResource,
  ],
  functions: [getAddon, getAddonVersion, getCluster, getClusters, getNodeGroup, getNodeGroups],
  images: addonImages,
  resume: resumeEks,
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly eks: typeof eksOperations;
    readonly "eks-auth": typeof eksAuthOperations;
  }
}
