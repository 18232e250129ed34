import { EKS_CLUSTER_DEFAULTS, INGRESS_DEFAULTS, NODE_GROUP_DEFAULTS } from "../../components/index.ts";
import type { ConfigValues } from "./schema.ts";

/**
 * Defaults of the keys, as `Pulumi.yaml` declares them to the engine. Here they stand in for values that cannot be read,
 * so that what is wrong with all other values is said in the same breath.
 */
export const DEFAULTS: Omit<ConfigValues, "role" | "clusterName"> = {
  edgeName: "",
  sharedStack: "",
  tags: {},
  vpc: {},
  kubernetesVersion: EKS_CLUSTER_DEFAULTS.kubernetesVersion,
  supportType: EKS_CLUSTER_DEFAULTS.supportType,
  controlPlaneSubnets: EKS_CLUSTER_DEFAULTS.controlPlaneSubnets,
  endpointPublicAccess: EKS_CLUSTER_DEFAULTS.endpointPublicAccess,
  endpointPrivateAccess: EKS_CLUSTER_DEFAULTS.endpointPrivateAccess,
  publicAccessCidrs: [],
  enabledLogTypes: [],
  encryptionKeyArn: "",
  accessEntries: [],
  deletionProtection: EKS_CLUSTER_DEFAULTS.deletionProtection,
  nodeGroups: [
    {
      name: NODE_GROUP_DEFAULTS.name,
      instanceTypes: [...NODE_GROUP_DEFAULTS.instanceTypes],
      count: NODE_GROUP_DEFAULTS.count,
      diskSizeGib: NODE_GROUP_DEFAULTS.diskSizeGib,
      labels: { ...EKS_CLUSTER_DEFAULTS.nodeGroups[0].labels },
      initScript:
        "#!/bin/bash\ndnf update -y\ndnf install -y tree bind-utils tcpdump nvme-cli links sysstat ipset htop\n",
    },
  ],
  nodeSecurityGroupRules: [],
  nodeSecurityGroupIds: [],
  podNetworking: EKS_CLUSTER_DEFAULTS.podNetworking,
  addons: {},
  controller: {},
  namespace: "game-2048",
  readinessGates: INGRESS_DEFAULTS.readinessGates,
  ingress: {},
  certificate: {},
  protection: {},
  dns: {},
  app: {},
  apps: {},
  appOverrides: {},
  weights: {},
  logs: {},
  alarms: {},
  drained: false,
};
