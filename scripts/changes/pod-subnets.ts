import { change, type Change } from "./change.ts";

const BLOCK = { "vpc.secondaryCidrBlocks": ["100.64.0.0/16"] };
const CUSTOM = { podNetworking: { mode: "custom-networking" } };
const OWN_SUBNETS = { podNetworking: { mode: "secondary-ip", subnetDiscovery: false } };

export const POD_SUBNET_CHANGES: readonly Change[] = [
  change(
    "vpc.secondaryCidrBlocks",
    ["100.64.0.0/16"],
    { creates: ["RouteTableAssociation", "Subnet", "VpcIpv4CidrBlockAssociation"] },
    { back: [OWN_SUBNETS] },
  ),
  change(
    "vpc.secondaryCidrBlocks",
    ["100.64.0.0/16"],
    {
      creates: ["RouteTableAssociation", "Subnet", "VpcIpv4CidrBlockAssociation"],
      updates: ["Addon", "LaunchTemplate", "NodeGroup"],
    },
    { with: CUSTOM, words: "with custom-networking over its subnets", back: [{ ...BLOCK, ...OWN_SUBNETS }] },
  ),
  change(
    "podNetworking.mode",
    "custom-networking",
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    {
      before: BLOCK,
      with: CUSTOM,
      words: "over subnets of vpc.secondaryCidrBlocks",
    },
  ),
  change(
    "vpc.secondaryCidrBlocks",
    ["100.64.0.0/16", "100.65.0.0/16"],
    { creates: ["RouteTableAssociation", "Subnet", "VpcIpv4CidrBlockAssociation"] },
    { before: { ...BLOCK, ...CUSTOM }, words: "one more" },
  ),
  change(
    "vpc.secondaryCidrBlocks",
    undefined,
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - vpc.secondaryCidrBlocks leaves 100.64.0.0/16 out, where nodes of myeks, myeks-cluster2, myeks-cluster3 have network interfaces; keep it, and set podNetworking of these stacks to another mode with subnetDiscovery false first, which replaces their nodes if it was custom-networking; replace them by yourself if not',
    },
    { before: { ...BLOCK, ...CUSTOM }, with: OWN_SUBNETS },
  ),
];
