import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { onEach, onExisting, onNew } from "./authorization.ts";
import { usableZones } from "./availability-zone.ts";
import type { Zone } from "./zones.ts";
import { blockOf, containsBlock, overlaps, parseBlock, sizeOf } from "./cidr.ts";
import { hasDependencies, invalidParameter, limitExceeded } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { ec2Arn } from "./kinds.ts";
import { addressesUsedIn } from "./subnet-addresses.ts";
import { newTags, type TagSpecification } from "./tags.ts";
import type { Tag } from "../tags.ts";
import type { Subnet } from "./records.ts";
import { ec2State } from "./state.ts";
import { vpcBlocks } from "./vpc-cidr-block.ts";

/** A subnet as DescribeSubnets shows it. */
export interface SubnetDescription extends Subnet {
  readonly AvailableIpAddressCount: number;
}

/** A block of the VPC and a zone, by name or by id. */
export interface CreateSubnetRequest {
  readonly VpcId: string;
  readonly CidrBlock?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** The first four addresses of a subnet and its last are AWS's own. */
export const RESERVED_ADDRESSES = 5;
/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_SUBNETS_PER_VPC = 200;
const SHORTEST_PREFIX = 16;
const LONGEST_PREFIX = 28;

/** Makes a subnet. */
export function addSubnet(
  cloud: Cloud,
  request: CreateSubnetRequest,
  tags: Tag[],
  id = cloud.ids.ec2("subnet"),
): Subnet {
  const CidrBlock = checkedCidr(cloud, request);
  const zone = zoneFor(cloud, request);
  return ec2State(cloud).subnets.set(id, {
    SubnetId: id,
    SubnetArn: ec2Arn(cloud, id),
    VpcId: request.VpcId,
    OwnerId: cloud.accountId,
    CidrBlock,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    State: "available",
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: tags,
  });
}

/** Addresses of the subnet that nobody uses. */
export function freeAddresses(cloud: Cloud, subnet: Subnet): number {
  return sizeOf(blockOf(subnet.CidrBlock)) - RESERVED_ADDRESSES - addressesUsedIn(cloud, subnet.SubnetId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html and its siblings. */
export const subnetOperations = {
  CreateSubnet: operation({
    authorize: (cloud, request: CreateSubnetRequest) => [
      ...onNew(cloud, "CreateSubnet", "subnet", request.TagSpecifications),
      onExisting(cloud, "CreateSubnet", request.VpcId),
    ],
    run: (cloud, request, caller): { Subnet: SubnetDescription } => ({
      Subnet: describe(
        cloud,
        addSubnet(cloud, request, newTags(request.TagSpecifications, "subnet", caller)),
      ),
    }),
  }),

  DescribeSubnets: operation({
    run: (
      cloud,
      request: { readonly SubnetIds?: readonly string[]; readonly Filters?: readonly Filter[] },
    ): { Subnets: SubnetDescription[] } => {
      const subnets =
        request.SubnetIds?.map((id) => ec2State(cloud).subnets.get(id)) ?? ec2State(cloud).subnets.values();
      return {
        Subnets: filtered("DescribeSubnets", subnets, request.Filters, {
          "subnet-id": (subnet) => [subnet.SubnetId],
          "subnet-arn": (subnet) => [subnet.SubnetArn],
          "vpc-id": (subnet) => [subnet.VpcId],
          "availability-zone": (subnet) => [subnet.AvailabilityZone],
          availabilityZone: (subnet) => [subnet.AvailabilityZone],
          "availability-zone-id": (subnet) => [subnet.AvailabilityZoneId],
          "cidr-block": (subnet) => [subnet.CidrBlock],
          cidr: (subnet) => [subnet.CidrBlock],
          "default-for-az": (subnet) => [String(subnet.DefaultForAz)],
          "map-public-ip-on-launch": (subnet) => [String(subnet.MapPublicIpOnLaunch)],
          "owner-id": (subnet) => [subnet.OwnerId],
          state: (subnet) => [subnet.State],
        }).map((subnet) => describe(cloud, subnet)),
      };
    },
  }),

  ModifySubnetAttribute: operation({
    authorize: (
      cloud,
      request: { readonly SubnetId: string; readonly MapPublicIpOnLaunch: { readonly Value: boolean } },
    ) => [onExisting(cloud, "ModifySubnetAttribute", request.SubnetId)],
    run: (cloud, request): Record<string, never> => {
      ec2State(cloud).subnets.get(request.SubnetId).MapPublicIpOnLaunch = request.MapPublicIpOnLaunch.Value;
      return {};
    },
  }),

  DeleteSubnet: operation({
    authorize: (cloud, request: { readonly SubnetId: string }) =>
      onEach(cloud, "DeleteSubnet", [request.SubnetId]),
    run: (cloud, { SubnetId }): Record<string, never> => {
      ec2State(cloud).subnets.get(SubnetId);
      if (ec2State(cloud).networkInterfaces.where((eni) => eni.SubnetId === SubnetId).length > 0) {
        throw hasDependencies("subnet", SubnetId);
      }
      for (const table of ec2State(cloud).routeTables.values()) {
        table.Associations = table.Associations.filter((association) => association.SubnetId !== SubnetId);
      }
      ec2State(cloud).subnets.delete(SubnetId);
      return {};
    },
  }),
};

function describe(cloud: Cloud, subnet: Subnet): SubnetDescription {
  return { ...structuredClone(subnet), AvailableIpAddressCount: freeAddresses(cloud, subnet) };
}

function checkedCidr(cloud: Cloud, { VpcId, CidrBlock: cidr = "" }: CreateSubnetRequest): string {
  const vpc = ec2State(cloud).vpcs.get(VpcId);
  const block = parseBlock(cidr);
  if (block === undefined) throw invalidParameter("cidrBlock", cidr, "This is not a valid CIDR block.");
  if (
    block.prefixLength < SHORTEST_PREFIX ||
    block.prefixLength > LONGEST_PREFIX ||
    !vpcBlocks(vpc).some((outer) => containsBlock(outer, block))
  ) {
    throw new AwsError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
  }
  const siblings = ec2State(cloud).subnets.where((subnet) => subnet.VpcId === VpcId);
  if (siblings.some((sibling) => overlaps(blockOf(sibling.CidrBlock), block))) {
    throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
  }
  if (siblings.length >= MAX_SUBNETS_PER_VPC) throw limitExceeded("SubnetLimitExceeded", "subnets");
  return block.cidr;
}

/** The zone asked for; without one, the first of the region. */
function zoneFor(cloud: Cloud, request: CreateSubnetRequest): Zone {
  const zones = usableZones(cloud);
  const { AvailabilityZone: name, AvailabilityZoneId: id } = request;
  const found = zones.find((zone) => (name ?? zone.name) === zone.name && (id ?? zone.id) === zone.id);
  if (found !== undefined) return found;
  const [parameter, value, known] =
    name === undefined
      ? ["availabilityZoneId", id ?? "", zones.map((zone) => zone.id)]
      : ["availabilityZone", name, zones.map((zone) => zone.name)];
  throw invalidParameter(
    parameter,
    value,
    `Subnets can currently only be created in the following availability zones: ${known.join(", ")}.`,
  );
}
