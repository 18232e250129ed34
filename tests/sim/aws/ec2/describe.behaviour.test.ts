/** Filters of the Describe operations: each finds an object by its own value, and none by another. */
import { beforeAll, describe, expect, it } from "vitest";
import { newGroup, newInstance, newInternetGateway, newNatGateway, newWorld, type World } from "./support.ts";

type Description = Record<string, unknown>;

let world: World;
/** One object of each kind, as its Describe operation shows it. */
let found: Record<string, Description>;

const ACTIONS = {
  DescribeAddresses: "Addresses",
  DescribeInternetGateways: "InternetGateways",
  DescribeKeyPairs: "KeyPairs",
  DescribeLaunchTemplates: "LaunchTemplates",
  DescribeNatGateways: "NatGateways",
  DescribeNetworkInterfaces: "NetworkInterfaces",
  DescribeRouteTables: "RouteTables",
  DescribeSecurityGroupRules: "SecurityGroupRules",
  DescribeSecurityGroups: "SecurityGroups",
  DescribeAvailabilityZones: "AvailabilityZones",
  DescribeSubnets: "Subnets",
  DescribeTags: "Tags",
  DescribeVpcs: "Vpcs",
} as const;
type Action = keyof typeof ACTIONS;

function list(action: Action, filter?: { Name: string; Values: string[] }): Description[] {
  const filters = filter === undefined ? [] : [filter];
  const request = action === "DescribeNatGateways" ? { Filter: filters } : { Filters: filters };
  const answer = world.ec2(action, request) as Description;
  return answer[ACTIONS[action]] as Description[];
}

beforeAll(() => {
  world = newWorld();
  const { ec2, subnetId: SubnetId, vpcId: VpcId } = world;
  const GatewayId = newInternetGateway(world);
  const { NatGatewayId } = newNatGateway(world);
  const { RouteTableId } = ec2("CreateRouteTable", { VpcId }).RouteTable;
  ec2("AssociateRouteTable", { RouteTableId, SubnetId });
  ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "10.0.0.0/8", NatGatewayId });
  ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId });
  const GroupId = newGroup(world, "web");
  const IpPermissions = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }];
  ec2("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
  ec2("AuthorizeSecurityGroupEgress", { GroupId, IpPermissions });
  newInstance(world);
  ec2("ImportKeyPair", { KeyName: "mine", PublicKeyMaterial: "ssh-rsa AAAA" });
  ec2("CreateLaunchTemplate", { LaunchTemplateName: "nodes", LaunchTemplateData: {} });
  ec2("CreateTags", { Resources: [VpcId], Tags: [{ Key: "team", Value: "edge" }] });
  found = {
    DescribeAddresses: list("DescribeAddresses")[0]!,
    DescribeInternetGateways: list("DescribeInternetGateways")[0]!,
    DescribeKeyPairs: list("DescribeKeyPairs")[0]!,
    DescribeLaunchTemplates: list("DescribeLaunchTemplates")[0]!,
    DescribeNatGateways: list("DescribeNatGateways")[0]!,
    DescribeNetworkInterfaces: list("DescribeNetworkInterfaces").find(
      (eni) => eni.InterfaceType === "nat_gateway",
    )!,
    DescribeRouteTables: list("DescribeRouteTables").find((table) => table.RouteTableId === RouteTableId)!,
    DescribeSecurityGroupRules: list("DescribeSecurityGroupRules").find((rule) => rule.GroupId === GroupId)!,
    DescribeSecurityGroups: list("DescribeSecurityGroups").find((group) => group.GroupId === GroupId)!,
    DescribeAvailabilityZones: list("DescribeAvailabilityZones")[0]!,
    DescribeSubnets: list("DescribeSubnets")[0]!,
    DescribeTags: list("DescribeTags")[0]!,
    DescribeVpcs: list("DescribeVpcs")[0]!,
  };
});

/** The value at a path such as `Attachments.0.VpcId`. */
function valueAt(description: Description, path: string): string {
  const value = path.split(".").reduce<unknown>((inner, key) => (inner as Description)[key], description);
  return String(value);
}

const FILTERS: [Action, [filter: string, path: string][]][] = [
  [
    "DescribeAddresses",
    [
      ["allocation-id", "AllocationId"],
      ["association-id", "AssociationId"],
      ["network-interface-id", "NetworkInterfaceId"],
      ["private-ip-address", "PrivateIpAddress"],
      ["public-ip", "PublicIp"],
    ],
  ],
  [
    "DescribeAvailabilityZones",
    [
      ["zone-id", "ZoneId"],
      ["zone-name", "ZoneName"],
      ["zone-type", "ZoneType"],
      ["region-name", "RegionName"],
    ],
  ],
  [
    "DescribeTags",
    [
      ["resource-id", "ResourceId"],
      ["resource-type", "ResourceType"],
      ["key", "Key"],
      ["value", "Value"],
    ],
  ],
  [
    "DescribeInternetGateways",
    [
      ["internet-gateway-id", "InternetGatewayId"],
      ["attachment.vpc-id", "Attachments.0.VpcId"],
      ["attachment.state", "Attachments.0.State"],
      ["owner-id", "OwnerId"],
    ],
  ],
  [
    "DescribeKeyPairs",
    [
      ["key-name", "KeyName"],
      ["key-pair-id", "KeyPairId"],
      ["fingerprint", "KeyFingerprint"],
    ],
  ],
  [
    "DescribeLaunchTemplates",
    [
      ["launch-template-name", "LaunchTemplateName"],
      ["create-time", "CreateTime"],
    ],
  ],
  [
    "DescribeNatGateways",
    [
      ["nat-gateway-id", "NatGatewayId"],
      ["state", "State"],
      ["subnet-id", "SubnetId"],
      ["vpc-id", "VpcId"],
    ],
  ],
  [
    "DescribeNetworkInterfaces",
    [
      ["network-interface-id", "NetworkInterfaceId"],
      ["subnet-id", "SubnetId"],
      ["vpc-id", "VpcId"],
      ["availability-zone", "AvailabilityZone"],
      ["group-id", "Groups.0.GroupId"],
      ["group-name", "Groups.0.GroupName"],
      ["private-ip-address", "PrivateIpAddress"],
      ["association.public-ip", "Association.PublicIp"],
      ["attachment.instance-owner-id", "Attachment.InstanceOwnerId"],
      ["attachment.status", "Attachment.Status"],
      ["interface-type", "InterfaceType"],
      ["requester-managed", "RequesterManaged"],
    ],
  ],
  [
    "DescribeRouteTables",
    [
      ["route-table-id", "RouteTableId"],
      ["vpc-id", "VpcId"],
      ["owner-id", "OwnerId"],
      ["association.main", "Associations.0.Main"],
      ["association.route-table-association-id", "Associations.0.RouteTableAssociationId"],
      ["route.destination-cidr-block", "Routes.0.DestinationCidrBlock"],
      ["route.gateway-id", "Routes.0.GatewayId"],
      ["route.nat-gateway-id", "Routes.1.NatGatewayId"],
    ],
  ],
  [
    "DescribeSecurityGroupRules",
    [
      ["group-id", "GroupId"],
      ["security-group-rule-id", "SecurityGroupRuleId"],
    ],
  ],
  [
    "DescribeSecurityGroups",
    [
      ["group-id", "GroupId"],
      ["owner-id", "OwnerId"],
      ["description", "Description"],
      ["ip-permission.group-id", "IpPermissions.0.UserIdGroupPairs.0.GroupId"],
      ["egress.ip-permission.group-id", "IpPermissionsEgress.0.UserIdGroupPairs.0.GroupId"],
    ],
  ],
  [
    "DescribeSubnets",
    [
      ["subnet-id", "SubnetId"],
      ["subnet-arn", "SubnetArn"],
      ["availability-zone-id", "AvailabilityZoneId"],
      ["cidr-block", "CidrBlock"],
      ["cidr", "CidrBlock"],
      ["default-for-az", "DefaultForAz"],
      ["map-public-ip-on-launch", "MapPublicIpOnLaunch"],
      ["owner-id", "OwnerId"],
      ["state", "State"],
    ],
  ],
  [
    "DescribeVpcs",
    [
      ["vpc-id", "VpcId"],
      ["cidr-block-association.cidr-block", "CidrBlock"],
      ["is-default", "IsDefault"],
      ["owner-id", "OwnerId"],
      ["state", "State"],
    ],
  ],
];

describe.each(FILTERS)("%s", (action, filters) => {
  it.each(filters)("filters by %s", (Name, path) => {
    const one = found[action]!;
    expect(list(action, { Name, Values: [valueAt(one, path)] })).toContainEqual(one);
    expect(list(action, { Name, Values: ["something else"] })).toEqual([]);
  });
});
