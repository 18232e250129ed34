import { change, type Change } from "./change.ts";

export const NODE_CHANGES: readonly Change[] = [
  change("nodeGroups[].name", "other", {
    creates: ["LaunchTemplate", "NodeGroup"],
    deletes: ["LaunchTemplate", "NodeGroup"],
  }),
  change("nodeGroups[].instanceTypes", ["t3.large"], { replaces: ["NodeGroup"] }),
  change("nodeGroups[].capacityType", "SPOT", { replaces: ["NodeGroup"] }),
  change("nodeGroups[].count", 4, { updates: ["NodeGroup"] }),
  change("nodeGroups[].count", 2, { updates: ["NodeGroup"] }),
  change("nodeGroups[].count", 2, { updates: ["NodeGroup"] }, { of: "member" }),
  change("nodeGroups[].minSize", 1, { updates: ["NodeGroup"] }),
  change("nodeGroups[].maxSize", 10, { updates: ["NodeGroup"] }),
  change("nodeGroups[].ignoreScalingChanges", true, {}),
  change("nodeGroups[].subnets", "private", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - nodeGroups[0].subnets is private, but vpc.natGateways is none, so that the nodes could reach neither EKS nor their images; use public, set vpc.natGateways to single or one-per-zone, or vpc.endpoints to [ec2, ecr.api, ecr.dkr, elasticloadbalancing, s3, sts]',
  }),
  change(
    "nodeGroups[].subnets",
    "private",
    { replaces: ["NodeGroup"] },
    { before: { "vpc.natGateways": "single" } },
  ),
  change("nodeGroups[].diskSizeGib", 50, { updates: ["LaunchTemplate", "NodeGroup"] }),
  change("nodeGroups[].volumeKeyArn", "<KMS key>", { updates: ["LaunchTemplate", "NodeGroup"] }),
  change("nodeGroups[].labels", { tier: "other" }, { updates: ["NodeGroup"] }),
  change(
    "nodeGroups[].taints[].key",
    "batch",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - nodeGroups have no node for the app, the controller, CoreDNS, as every group with nodes has a taint that keeps them off; leave one group without taints, or tolerate one with app.tolerations, controller.tolerations, addons.coredns.configuration.tolerations',
    },
    { with: { "nodeGroups[0].taints": [{ key: "x", effect: "NO_SCHEDULE" }] } },
  ),
  change(
    "nodeGroups[].taints[].value",
    "yes",
    { updates: ["NodeGroup"] },
    { with: { "nodeGroups[0].taints": [{ key: "batch", effect: "PREFER_NO_SCHEDULE" }] } },
  ),
  change(
    "nodeGroups[].taints[].effect",
    "NO_EXECUTE",
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - nodeGroups have no node for the app, the controller, CoreDNS, as every group with nodes has a taint that keeps them off; leave one group without taints, or tolerate one with app.tolerations, controller.tolerations, addons.coredns.configuration.tolerations',
    },
    { with: { "nodeGroups[0].taints": [{ key: "batch", effect: "x" }] } },
  ),
  change("nodeGroups[].keyName", "<key pair>", { updates: ["LaunchTemplate", "NodeGroup"] }),
  change("nodeGroups[].initScript", "#!/bin/bash\ndnf update -y\n", {
    updates: ["LaunchTemplate", "NodeGroup"],
  }),
  change(
    "nodeGroups[].initScript",
    undefined,
    { updates: ["LaunchTemplate", "NodeGroup"] },
    { words: "taken away" },
  ),
  change("nodeGroups[].metadataHopLimit", 1, { updates: ["LaunchTemplate", "NodeGroup"] }),
  change("nodeGroups[].maxPods", 12, { updates: ["LaunchTemplate", "NodeGroup"] }),
  change("nodeGroups[].maxUnavailable", 2, { updates: ["NodeGroup"] }),
  change("nodeGroups[].maxUnavailablePercentage", 50, { updates: ["NodeGroup"] }),
  change("nodeGroups[].maxPods", 3, {
    refused:
      'the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):\n  - nodeGroups[0].maxPods is 3; use a whole number from 4 to 250\n  - nodeGroups need room for 12 pods, 2 of the app and 10 of the system, but 3 nodes that take them run 9; raise count or maxPods, or lower app.replicas',
  }),
  change(
    "nodeSecurityGroupRules[].description",
    "SSH from the office",
    { updates: ["SecurityGroup"] },
    {
      before: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
    },
  ),
  change(
    "nodeSecurityGroupRules[].protocol",
    "udp",
    { updates: ["SecurityGroup"] },
    {
      before: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
    },
  ),
  change(
    "nodeSecurityGroupRules[].fromPort",
    21,
    { updates: ["SecurityGroup"] },
    {
      before: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
    },
  ),
  change(
    "nodeSecurityGroupRules[].toPort",
    23,
    { updates: ["SecurityGroup"] },
    {
      before: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
    },
  ),
  change(
    "nodeSecurityGroupRules[].cidrBlocks",
    ["172.16.0.0/12"],
    { updates: ["SecurityGroup"] },
    {
      before: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
    },
  ),
  change(
    "nodeSecurityGroupRules[].cidrBlocks",
    ["10.0.0.0/8"],
    { creates: ["SecurityGroup"], updates: ["LaunchTemplate", "NodeGroup"] },
    {
      with: {
        nodeSecurityGroupRules: [
          { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        ],
      },
      words: "the first rule",
    },
  ),
  change("nodeSecurityGroupIds", ["<security group>"], { updates: ["LaunchTemplate", "NodeGroup"] }),
  // The release that the nodes have already.
  change("nodeGroups[].releaseVersion", "1.35.6-20261105", {}),
  change(
    "nodeGroups[].releaseVersion",
    "1.35.6-20261105",
    { updates: ["NodeGroup"] },
    { before: { "nodeGroups[0].releaseVersion": "1.35.6-20261008" } },
  ),
  change("nodeGroups[].ignoreScalingChanges", true, {}),
];
