import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { deleteWhenFree, MINUTE_MS } from "../kind/waiting.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { onExisting } from "./authorization.ts";
import { usableZones } from "./availability-zone.ts";
import { blockOf, containsBlock, overlaps, parseBlock, sizeOf } from "./cidr.ts";
import { hasDependencies, invalidParameter, limitExceeded } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { conflict, networkAddress } from "./provider-checks.ts";
import type { Subnet } from "./records.ts";
import { ec2State } from "./state.ts";
import { addressesUsedIn } from "./subnet-addresses.ts";
import { vpcBlocks } from "./vpc-cidr-block.ts";
import type { Zone } from "./zones.ts";

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
}

/** The first four addresses of a subnet and its last are AWS's own. */
export const RESERVED_ADDRESSES = 5;
/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_SUBNETS_PER_VPC = 200;
const SHORTEST_PREFIX = 16;
const LONGEST_PREFIX = 28;

const subnets = ec2Kind(
  {
    prefix: "subnet",
    one: "Subnet",
    id: "SubnetId",
    create: "CreateSubnet",
    describe: "DescribeSubnets",
    delete: "DeleteSubnet",
  },
  {
    uses: (request: CreateSubnetRequest) => [request.VpcId],
    make(cloud, request, id, tags) {
      const CidrBlock = checkedCidr(cloud, request);
      const zone = zoneFor(cloud, request);
      return {
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
      };
    },
    show: (cloud, subnet): SubnetDescription => ({
      ...structuredClone(subnet),
      AvailableIpAddressCount: freeAddresses(cloud, subnet),
    }),
    filters: () => ({
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
    }),
    unmake(cloud, { SubnetId }) {
      if (ec2State(cloud).networkInterfaces.where((eni) => eni.SubnetId === SubnetId).length > 0) {
        throw hasDependencies("subnet", SubnetId);
      }
      for (const table of ec2State(cloud).routeTables.values()) {
        table.Associations = table.Associations.filter((association) => association.SubnetId !== SubnetId);
      }
    },
  },
);

/** Makes a subnet. @throws AwsError */
export const addSubnet = subnets.add;

/** Addresses of the subnet that nobody uses. */
export function freeAddresses(cloud: Cloud, subnet: Subnet): number {
  return sizeOf(blockOf(subnet.CidrBlock)) - RESERVED_ADDRESSES - addressesUsedIn(cloud, subnet.SubnetId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html and its siblings. */
export const subnetOperations = {
  ...subnets.operations,

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
};

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_subnet.go */
export const subnetResource = subnets.resource({
  token: "aws:ec2/subnet:Subnet",
  schema: z.object({
    assignIpv6AddressOnCreation: z.boolean().optional(),
    availabilityZone: z.string().optional(),
    availabilityZoneId: z.string().optional(),
    cidrBlock: z.string(),
    enableDns64: z.boolean().optional(),
    enableResourceNameDnsARecordOnLaunch: z.boolean().optional(),
    enableResourceNameDnsAaaaRecordOnLaunch: z.boolean().optional(),
    ipv6Native: z.boolean().optional(),
    mapPublicIpOnLaunch: z.boolean().optional(),
    vpcId: z.string(),
    ...tagsInput,
  }),
  defaults: {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
  },
  onlyDefault: [
    "assignIpv6AddressOnCreation",
    "enableDns64",
    "enableResourceNameDnsARecordOnLaunch",
    "enableResourceNameDnsAaaaRecordOnLaunch",
    "ipv6Native",
  ],
  replaceOnChange: ["availabilityZone", "availabilityZoneId", "cidrBlock", "vpcId"],
  computed: [
    "arn",
    "availabilityZone",
    "availabilityZoneId",
    "ipv6CidrBlock",
    "ipv6CidrBlockAssociationId",
    "ownerId",
    "privateDnsHostnameTypeOnLaunch",
    "tagsAll",
  ],

  problems: (inputs) => [
    ...networkAddress("cidrBlock", inputs.cidrBlock),
    ...conflict(inputs, "availabilityZone", "availability_zone", "availability_zone_id"),
  ],

  withoutConflicts: ({ availabilityZoneId: _zoneId, ...inputs }) => inputs,

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { SubnetId } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
      AvailabilityZone: inputs.availabilityZone,
      AvailabilityZoneId: inputs.availabilityZoneId,
      ...tagging,
    }).Subnet;
    if (inputs.mapPublicIpOnLaunch) mapPublicIpOnLaunch(context, SubnetId, true);
    return SubnetId;
  },

  outputs: (_context, { PrivateDnsNameOptionsOnLaunch: dns, ...subnet }) => ({
    arn: subnet.SubnetArn,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation,
    availabilityZone: subnet.AvailabilityZone,
    availabilityZoneId: subnet.AvailabilityZoneId,
    cidrBlock: subnet.CidrBlock,
    enableDns64: false,
    enableResourceNameDnsARecordOnLaunch: dns.EnableResourceNameDnsARecord,
    enableResourceNameDnsAaaaRecordOnLaunch: dns.EnableResourceNameDnsAAAARecord,
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociationId: "",
    ipv6Native: false,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
    ownerId: subnet.OwnerId,
    privateDnsHostnameTypeOnLaunch: dns.HostnameType,
    vpcId: subnet.VpcId,
  }),

  update(context, id, before, after) {
    if (after.mapPublicIpOnLaunch !== before.mapPublicIpOnLaunch) {
      mapPublicIpOnLaunch(context, id, after.mapPublicIpOnLaunch ?? false);
    }
  },

  delete(context, SubnetId) {
    const { cloud } = context;
    deleteWhenFree(context, 20 * MINUTE_MS, () => {
      cloud.call(cloud.administrator, "ec2", "DeleteSubnet", { SubnetId });
    });
  },
});

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

function mapPublicIpOnLaunch({ cloud }: ResourceContext, SubnetId: string, Value: boolean): void {
  cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
    SubnetId,
    MapPublicIpOnLaunch: { Value },
  });
}
