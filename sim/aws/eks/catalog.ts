import type { Catalog } from "../../core/resource-type.ts";
import { getAddonVersion } from "./functions/addon-version.ts";
import { getAddon } from "./functions/addon.ts";
import { getCluster, getClusterAuth, getClusters } from "./functions/cluster.ts";
import { getNodeGroup, getNodeGroups } from "./functions/node-group.ts";
import { getParameter } from "./functions/ssm-parameter.ts";
import { accessEntryResource } from "./resources/access-entry.ts";
import { accessPolicyAssociationResource } from "./resources/access-policy-association.ts";
import { addonResource } from "./resources/addon.ts";
import { clusterResource } from "./resources/cluster.ts";
import { nodeGroupResource } from "./resources/node-group.ts";
import { podIdentityAssociationResource } from "./resources/pod-identity-association.ts";

/** Pulumi types and functions of EKS, with the public parameters that name its images. */
export const eksCatalog: Catalog = {
  resources: [
    accessEntryResource,
    accessPolicyAssociationResource,
    addonResource,
    clusterResource,
    nodeGroupResource,
    podIdentityAssociationResource,
  ],
  functions: [
    getAddon,
    getAddonVersion,
    getCluster,
    getClusterAuth,
    getClusters,
    getNodeGroup,
    getNodeGroups,
    getParameter,
  ],
};
