import type { Cloud } from "../../core/cloud.ts";
import { sha256 } from "../../core/ids.ts";
import { operation } from "../../core/operation.ts";
import { onEach, onExisting, onNew } from "./authorization.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { addMainRouteTable } from "./route-table.ts";
import { addDefaultSecurityGroup, removeSecurityGroup } from "./security-group.ts";
import { newTags, type TagSpecification } from "./tags.ts";
import { checkedVpcBlock, newAssociation } from "./vpc-cidr-block.ts";
import type { Tag } from "../tags.ts";
import type { Vpc, VpcAttributes } from "./records.ts";
import { ec2State } from "./state.ts";

/** An IPv4 block, `/16` to `/28`. IPv6 and IPAM pools are not simulated. */
export interface CreateVpcRequest {
  readonly CidrBlock?: string | undefined;
  readonly InstanceTenancy?: "default" | "dedicated" | undefined;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_VPCS = 5;

/** Makes a VPC with its main route table and its default security group. */
export function addVpc(cloud: Cloud, request: CreateVpcRequest, tags: Tag[], id = cloud.ids.ec2("vpc")): Vpc {
  const block = checkedVpcBlock(request.CidrBlock ?? "");
  if (ec2State(cloud).vpcs.size >= MAX_VPCS) throw limitExceeded("VpcLimitExceeded", "VPCs");
  const vpc = ec2State(cloud).vpcs.set(id, {
    VpcId: id,
    OwnerId: cloud.accountId,
    CidrBlock: block.cidr,
    CidrBlockAssociationSet: [newAssociation(cloud, block)],
    DhcpOptionsId: defaultDhcpOptions(cloud),
    InstanceTenancy: request.InstanceTenancy ?? "default",
    IsDefault: false,
    State: "available",
    Tags: tags,
    Attributes: {
      enableDnsSupport: true,
      enableDnsHostnames: false,
      enableNetworkAddressUsageMetrics: false,
    },
    DefaultNetworkAclId: cloud.ids.ec2("acl"),
  });
  addMainRouteTable(cloud, vpc);
  addDefaultSecurityGroup(cloud, vpc);
  return vpc;
}

/** A VPC as DescribeVpcs shows it. */
export type VpcDescription = Omit<Vpc, "Attributes" | "DefaultNetworkAclId">;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html and its siblings. */
export const vpcOperations = {
  CreateVpc: operation({
    authorize: (cloud, request: CreateVpcRequest) =>
      onNew(cloud, "CreateVpc", "vpc", request.TagSpecifications),
    run: (cloud, request, caller): { Vpc: VpcDescription } => ({
      Vpc: describe(addVpc(cloud, request, newTags(request.TagSpecifications, "vpc", caller))),
    }),
  }),

  DescribeVpcs: operation({
    run: (
      cloud,
      request: { readonly VpcIds?: readonly string[]; readonly Filters?: readonly Filter[] },
    ): { Vpcs: VpcDescription[] } => {
      const vpcs = request.VpcIds?.map((id) => ec2State(cloud).vpcs.get(id)) ?? ec2State(cloud).vpcs.values();
      return {
        Vpcs: filtered("DescribeVpcs", vpcs, request.Filters, {
          "vpc-id": (vpc) => [vpc.VpcId],
          cidr: (vpc) => [vpc.CidrBlock],
          "cidr-block-association.cidr-block": (vpc) =>
            vpc.CidrBlockAssociationSet.map((set) => set.CidrBlock),
          "is-default": (vpc) => [String(vpc.IsDefault)],
          "owner-id": (vpc) => [vpc.OwnerId],
          state: (vpc) => [vpc.State],
        }).map(describe),
      };
    },
  }),

  ModifyVpcAttribute: operation({
    authorize: (cloud, request: ModifyVpcAttributeRequest) => [
      onExisting(cloud, "ModifyVpcAttribute", request.VpcId),
    ],
    run: (cloud, request): Record<string, never> => {
      const vpc = ec2State(cloud).vpcs.get(request.VpcId);
      vpc.Attributes = {
        enableDnsSupport: request.EnableDnsSupport?.Value ?? vpc.Attributes.enableDnsSupport,
        enableDnsHostnames: request.EnableDnsHostnames?.Value ?? vpc.Attributes.enableDnsHostnames,
        enableNetworkAddressUsageMetrics:
          request.EnableNetworkAddressUsageMetrics?.Value ?? vpc.Attributes.enableNetworkAddressUsageMetrics,
      };
      return {};
    },
  }),

  DescribeVpcAttribute: operation({
    authorize: (cloud, request: DescribeVpcAttributeRequest) => [
      onExisting(cloud, "DescribeVpcAttribute", request.VpcId),
    ],
    run: (
      cloud,
      request,
    ): {
      VpcId: string;
      EnableDnsSupport?: { Value: boolean };
      EnableDnsHostnames?: { Value: boolean };
      EnableNetworkAddressUsageMetrics?: { Value: boolean };
    } => {
      const { VpcId, Attributes } = ec2State(cloud).vpcs.get(request.VpcId);
      const Value = Attributes[request.Attribute];
      switch (request.Attribute) {
        case "enableDnsSupport":
          return { VpcId, EnableDnsSupport: { Value } };
        case "enableDnsHostnames":
          return { VpcId, EnableDnsHostnames: { Value } };
        case "enableNetworkAddressUsageMetrics":
          return { VpcId, EnableNetworkAddressUsageMetrics: { Value } };
      }
    },
  }),

  DeleteVpc: operation({
    authorize: (cloud, request: { readonly VpcId: string }) => onEach(cloud, "DeleteVpc", [request.VpcId]),
    run: (cloud, { VpcId }): Record<string, never> => {
      ec2State(cloud).vpcs.get(VpcId);
      if (hasContents(cloud, VpcId)) throw hasDependencies("vpc", VpcId);
      for (const group of ec2State(cloud).securityGroups.where((row) => row.VpcId === VpcId)) {
        removeSecurityGroup(cloud, group.GroupId);
      }
      for (const table of ec2State(cloud).routeTables.where((row) => row.VpcId === VpcId)) {
        ec2State(cloud).routeTables.delete(table.RouteTableId);
      }
      ec2State(cloud).vpcs.delete(VpcId);
      return {};
    },
  }),
};

interface ModifyVpcAttributeRequest {
  readonly VpcId: string;
  readonly EnableDnsSupport?: { readonly Value: boolean };
  readonly EnableDnsHostnames?: { readonly Value: boolean };
  readonly EnableNetworkAddressUsageMetrics?: { readonly Value: boolean };
}

interface DescribeVpcAttributeRequest {
  readonly VpcId: string;
  readonly Attribute: keyof VpcAttributes;
}

function describe(vpc: Vpc): VpcDescription {
  const { Attributes: _attributes, DefaultNetworkAclId: _acl, ...description } = vpc;
  return structuredClone(description);
}

/** The region's own set of DHCP options, the same for each VPC. */
function defaultDhcpOptions({ accountId, region }: Cloud): string {
  return `dopt-0${sha256(`${accountId}/${region}`).slice(0, 16)}`;
}

/** Whether the VPC has more than what it was made with. */
function hasContents(cloud: Cloud, vpcId: string): boolean {
  const ec2 = ec2State(cloud);
  return (
    ec2.subnets.where((subnet) => subnet.VpcId === vpcId).length > 0 ||
    ec2.internetGateways.where((gateway) => gateway.Attachments.some((to) => to.VpcId === vpcId)).length >
      0 ||
    ec2.securityGroups.where((group) => group.VpcId === vpcId && group.GroupName !== "default").length > 0 ||
    ec2.routeTables.where((table) => table.VpcId === vpcId && !table.Associations.some(({ Main }) => Main))
      .length > 0
  );
}
