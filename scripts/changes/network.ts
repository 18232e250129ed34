import { change, type Change } from "./change.ts";

export const NETWORK_CHANGES: readonly Change[] = [
  change("vpc.cidrBlock", "10.0.0.0/16", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.cidrBlock is "10.0.0.0/16", but was "192.168.0.0/16"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.availabilityZoneCount", 2, {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.4.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end\n  - vpc.privateSubnetCidrBlocks is "192.168.8.0/22 192.168.12.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.availabilityZoneCount", 4, {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is "192.168.16.0/22 192.168.20.0/22 192.168.24.0/22 192.168.28.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "vpc.availabilityZoneCount",
    3,
    {
      refused:
        'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", but was "192.168.8.0/22 192.168.12.0/22", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    { before: { "vpc.availabilityZoneCount": 2 } },
  ),
  change("vpc.availabilityZoneNames", ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2d"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b ap-northeast-2d", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "vpc.availabilityZoneNames",
    ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
    {},
    { words: "the zones that it has" },
  ),
  change("vpc.publicSubnetCidrBlocks", ["192.168.32.0/22", "192.168.36.0/22", "192.168.40.0/22"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.32.0/22 192.168.36.0/22 192.168.40.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.privateSubnetCidrBlocks", ["192.168.32.0/22", "192.168.36.0/22", "192.168.40.0/22"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is "192.168.32.0/22 192.168.36.0/22 192.168.40.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "vpc.privateSubnetCidrBlocks",
    [],
    {
      refused:
        'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is not set, but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    { words: "none" },
  ),
  change("vpc.natGateways", "single", {
    creates: ["Eip", "NatGateway", "Route"],
    notices: ["on the way back: cluster1 is refused, aws:ec2/eip:Eip: Address ... is in use."],
  }),
  change(
    "vpc.natGateways",
    "one-per-zone",
    {
      creates: ["Eip", "NatGateway"],
      updates: ["Route"],
      notices: ["on the way back: cluster1 is refused, aws:ec2/eip:Eip: Address ... is in use."],
    },
    { before: { "vpc.natGateways": "single" } },
  ),
  change(
    "vpc.natGateways",
    "none",
    {
      deletes: ["Route"],
      failed: ["aws:ec2/eip:Eip: Address ... is in use."],
      notices: [
        "in the end: aws:ec2/internetGateway:InternetGateway: Network vpc-... has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
      ],
    },
    { before: { "vpc.natGateways": "single" } },
  ),
  change(
    "vpc.existing.vpcId",
    "<vpc>",
    {
      refused:
        'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.cidrBlock is not set, but was "192.168.0.0/16"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    {
      with: {
        vpc: {
          existing: {
            vpcId: "<vpc>",
            publicSubnetIds: ["<public subnet 0>", "<public subnet 1>", "<public subnet 2>"],
            privateSubnetIds: ["<private subnet 0>", "<private subnet 1>", "<private subnet 2>"],
          },
        },
      },
      words: "a VPC that is there",
    },
  ),
  change(
    "vpc.existing.publicSubnetIds",
    ["<public subnet 0>", "<public subnet 1>"],
    {
      updates: ["Cluster"],
      replaces: ["NodeGroup"],
      others: {
        cluster2: { updates: ["Cluster"], replaces: ["NodeGroup"] },
        cluster3: { updates: ["Cluster"], replaces: ["NodeGroup"] },
      },
    },
    {
      before: {
        vpc: {
          existing: {
            vpcId: "<vpc>",
            publicSubnetIds: ["<public subnet 0>", "<public subnet 1>", "<public subnet 2>"],
            privateSubnetIds: ["<private subnet 0>", "<private subnet 1>", "<private subnet 2>"],
          },
        },
      },
      words: "one less",
    },
  ),
  change(
    "vpc.existing.privateSubnetIds",
    ["<private subnet 0>", "<private subnet 1>"],
    {},
    {
      before: {
        vpc: {
          existing: {
            vpcId: "<vpc>",
            publicSubnetIds: ["<public subnet 0>", "<public subnet 1>", "<public subnet 2>"],
            privateSubnetIds: ["<private subnet 0>", "<private subnet 1>", "<private subnet 2>"],
          },
        },
      },
      words: "one less",
    },
  ),
];
