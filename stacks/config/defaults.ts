import type { ConfigValues } from "./schema.ts";

/**
 * Defaults of the keys, as `Pulumi.yaml` declares them to the engine. Here they stand in for values that cannot be read,
 * so that what is wrong with all other values is said in the same breath.
 */
export const DEFAULTS: Omit<ConfigValues, "role" | "clusterName"> = {
  sharedStack: "",
  tags: {},
  vpc: {},
  kubernetesVersion: "1.35",
  supportType: "STANDARD",
  controlPlaneSubnets: "public",
  endpointPublicAccess: true,
  endpointPrivateAccess: true,
  publicAccessCidrs: [],
  enabledLogTypes: [],
  accessEntries: [],
  deletionProtection: false,
  nodeGroups: [
    {
      name: "ng",
      instanceTypes: ["t3.medium"],
      count: 3,
      diskSizeGib: 30,
      labels: { tier: "primary" },
      initScript:
        "#!/bin/bash\ndnf update -y\ndnf install -y tree bind-utils tcpdump nvme-cli links sysstat ipset htop\n",
    },
  ],
  nodeSecurityGroupRules: [],
  nodeSecurityGroupIds: [],
  podNetworking: { mode: "secondary-ip", warmEniTarget: 1 },
  addons: {},
  controller: {},
  namespace: "game-2048",
  readinessGates: true,
  ingress: {},
  app: {},
};
