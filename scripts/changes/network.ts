import { type Change, change, inMembers } from "./change.ts";
import { IN_GIVEN_VPC } from "./fleets.ts";

export const NETWORK_CHANGES: readonly Change[] = [
  change("vpc.cidrBlock", "10.0.0.0/16", {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.cidrBlock is "10.0.0.0/16", but was "192.168.0.0/16"\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.availabilityZoneCount", 2, {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.4.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22]\n  - vpc.privateSubnetCidrBlocks is "192.168.12.0/22 192.168.16.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22]\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.availabilityZoneCount", 4, {
    creates: ["Route", "RouteTable", "RouteTableAssociation", "Subnet"],
    updates: ["Ingress", "Policy"],
    replaces: ["NodeGroup"],
    others: inMembers({ replaces: ["NodeGroup"] }),
    notices: [
      'on the way back: cluster1 is refused, member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22 192.168.24.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22, 192.168.24.0/22]\n  - vpc.privateSubnetCidrBlocks is "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22 192.168.28.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22, 192.168.28.0/22]\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b ap-northeast-2c", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c ap-northeast-2d", and may only grow at its end: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c, ap-northeast-2d]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    ],
  }),
  change(
    "vpc.availabilityZoneCount",
    3,
    {
      creates: ["Route", "RouteTable", "RouteTableAssociation", "Subnet"],
      updates: ["Ingress", "Policy"],
      replaces: ["NodeGroup"],
      others: inMembers({ replaces: ["NodeGroup"] }),
      notices: [
        'on the way back: cluster1 is refused, member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.0.0/22 192.168.4.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22]\n  - vpc.privateSubnetCidrBlocks is "192.168.12.0/22 192.168.16.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22]\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
      ],
    },
    { before: { "vpc.availabilityZoneCount": 2 } },
  ),
  change("vpc.availabilityZoneNames", ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2d"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.availabilityZoneNames is "ap-northeast-2a ap-northeast-2b ap-northeast-2d", but was "ap-northeast-2a ap-northeast-2b ap-northeast-2c", and may only grow at its end: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "vpc.availabilityZoneNames",
    ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
    {},
    { words: "the zones that it has" },
  ),
  change("vpc.publicSubnetCidrBlocks", ["192.168.32.0/22", "192.168.36.0/22", "192.168.40.0/22"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.publicSubnetCidrBlocks is "192.168.32.0/22 192.168.36.0/22 192.168.40.0/22", but was "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22", and may only grow at its end: [192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change("vpc.privateSubnetCidrBlocks", ["192.168.32.0/22", "192.168.36.0/22", "192.168.40.0/22"], {
    refused:
      'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is "192.168.32.0/22 192.168.36.0/22 192.168.40.0/22", but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
  }),
  change(
    "vpc.privateSubnetCidrBlocks",
    [],
    {
      refused:
        'member stacks use what stack "cluster1" shares (2 roles hold destroy-the-member-stacks-first-...), and this would replace or delete it:\n  - vpc.privateSubnetCidrBlocks is not set, but was "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22", and may only grow at its end: [192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22]\nset it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again',
    },
    { words: "none" },
  ),
  change("vpc.endpoints", ["s3", "sts"], {
    creates: ["SecurityGroup", "VpcEndpoint"],
    notices: [
      'on the way back: cluster1 is refused, the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - vpc.endpoints leaves s3, sts out, but nodes of member stacks may reach AWS by them alone; keep [s3, sts], or destroy the member stacks first',
    ],
  }),
  change("vpc.natGateways", "single", { creates: ["Eip", "NatGateway", "Route"] }),
  change(
    "vpc.natGateways",
    "one-per-zone",
    { creates: ["Eip", "NatGateway"], updates: ["Route"] },
    { before: { "vpc.natGateways": "single" } },
  ),
  change(
    "vpc.natGateways",
    "none",
    { deletes: ["Eip", "NatGateway", "Route"] },
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
      with: IN_GIVEN_VPC,
      words: "a VPC that is there",
    },
  ),
  change(
    "vpc.existing.publicSubnetIds",
    ["<public subnet 0>", "<public subnet 1>"],
    {
      failed: [
        "eks:index:Cluster: Provided subnets belong to the AZs 'ap-northeast-2a,ap-northeast-2b'. But they should belong to the exact set of AZs 'ap-northeast-2a,ap-northeast-2b,ap-northeast-2c' in which subnets were provided during cluster creation.",
      ],
    },
    {
      before: IN_GIVEN_VPC,
      words: "one less",
    },
  ),
  change(
    "vpc.existing.privateSubnetIds",
    ["<private subnet 0>", "<private subnet 1>"],
    {},
    {
      before: IN_GIVEN_VPC,
      words: "one less",
    },
  ),
];
