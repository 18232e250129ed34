import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { sha256 } from "../../core/ids.ts";
import { operation } from "../../core/operation.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { deleteWhenFree, MINUTE_MS } from "../kind/waiting.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { onExisting } from "./authorization.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { networkOfSize } from "./provider-checks.ts";
import type { Vpc, VpcAttributes } from "./records.ts";
import { addMainRouteTable, mainRouteTable } from "./route-table.ts";
import { addDefaultSecurityGroup, defaultSecurityGroup, removeSecurityGroup } from "./security-group.ts";
import { ec2State } from "./state.ts";
import { checkedVpcBlock, newAssociation } from "./vpc-cidr-block.ts";

/** An IPv4 block, `/16` to `/28`. IPv6 and IPAM pools are not simulated. */
export interface CreateVpcRequest {
  readonly CidrBlock?: string | undefined;
  readonly InstanceTenancy?: "default" | "dedicated" | undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_VPCS = 5;

/** A VPC as DescribeVpcs shows it. */
export type VpcDescription = Omit<Vpc, "Attributes" | "DefaultNetworkAclId">;

/** A VPC comes with its main route table and its default security group, and takes them along. */
const vpcs = ec2Kind(
  {
    prefix: "vpc",
    one: "Vpc",
    id: "VpcId",
    create: "CreateVpc",
    describe: "DescribeVpcs",
    delete: "DeleteVpc",
  },
  {
    make(cloud, request: CreateVpcRequest, id, tags) {
      const block = checkedVpcBlock(request.CidrBlock ?? "");
      if (ec2State(cloud).vpcs.size >= MAX_VPCS) throw limitExceeded("VpcLimitExceeded", "VPCs");
      return {
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
      };
    },
    made(cloud, vpc) {
      addMainRouteTable(cloud, vpc);
      addDefaultSecurityGroup(cloud, vpc);
    },
    show: (_cloud, vpc): VpcDescription => {
      const { Attributes: _attributes, DefaultNetworkAclId: _acl, ...description } = vpc;
      return structuredClone(description);
    },
    filters: () => ({
      "vpc-id": (vpc) => [vpc.VpcId],
      cidr: (vpc) => [vpc.CidrBlock],
      "cidr-block-association.cidr-block": (vpc) => vpc.CidrBlockAssociationSet.map((set) => set.CidrBlock),
      "is-default": (vpc) => [String(vpc.IsDefault)],
      "owner-id": (vpc) => [vpc.OwnerId],
      state: (vpc) => [vpc.State],
    }),
    unmake(cloud, { VpcId }) {
      if (hasContents(cloud, VpcId)) throw hasDependencies("vpc", VpcId);
      for (const group of ec2State(cloud).securityGroups.where((row) => row.VpcId === VpcId)) {
        removeSecurityGroup(cloud, group.GroupId);
      }
      for (const table of ec2State(cloud).routeTables.where((row) => row.VpcId === VpcId)) {
        ec2State(cloud).routeTables.delete(table.RouteTableId);
      }
    },
  },
);

/** Makes a VPC. @throws AwsError */
export const addVpc = vpcs.add;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html and its siblings. */
export const vpcOperations = {
  ...vpcs.operations,

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

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_.go */
export const vpcResource = vpcs.resource({
  token: "aws:ec2/vpc:Vpc",
  schema: z.object({
    cidrBlock: z.string(),
    assignGeneratedIpv6CidrBlock: z.boolean().optional(),
    enableDnsHostnames: z.boolean().optional(),
    enableDnsSupport: z.boolean().optional(),
    enableNetworkAddressUsageMetrics: z.boolean().optional(),
    instanceTenancy: z.enum(["default", "dedicated"]).optional(),
    ...tagsInput,
  }),
  defaults: { assignGeneratedIpv6CidrBlock: false, enableDnsSupport: true, instanceTenancy: "default" },
  onlyDefault: ["assignGeneratedIpv6CidrBlock"],
  replaceOnChange: ["cidrBlock", "instanceTenancy"],
  computed: [
    "arn",
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "dhcpOptionsId",
    "enableDnsHostnames",
    "enableNetworkAddressUsageMetrics",
    "ipv6AssociationId",
    "ipv6CidrBlock",
    "ipv6CidrBlockNetworkBorderGroup",
    "mainRouteTableId",
    "ownerId",
    "tagsAll",
  ],

  problems: ({ cidrBlock }) => networkOfSize("cidrBlock", "cidr_block", cidrBlock, [16, 28]),

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { VpcId } = cloud.call(cloud.administrator, "ec2", "CreateVpc", {
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy,
      ...tagging,
    }).Vpc;
    modifyAttributes(context, VpcId, inputs);
    return VpcId;
  },

  outputs({ cloud }, vpc) {
    const main = mainRouteTable(cloud, vpc.VpcId).RouteTableId;
    return {
      arn: ec2Arn(cloud, vpc.VpcId),
      assignGeneratedIpv6CidrBlock: false,
      cidrBlock: vpc.CidrBlock,
      defaultNetworkAclId: vpc.DefaultNetworkAclId,
      defaultRouteTableId: main,
      defaultSecurityGroupId: defaultSecurityGroup(cloud, vpc.VpcId).GroupId,
      dhcpOptionsId: vpc.DhcpOptionsId,
      ...vpc.Attributes,
      instanceTenancy: vpc.InstanceTenancy,
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockNetworkBorderGroup: "",
      mainRouteTableId: main,
      ownerId: vpc.OwnerId,
    };
  },

  update(context, id, _before, after) {
    modifyAttributes(context, id, after);
  },

  delete(context, VpcId) {
    const { cloud } = context;
    deleteWhenFree(context, 5 * MINUTE_MS, () => {
      cloud.call(cloud.administrator, "ec2", "DeleteVpc", { VpcId });
    });
  },
});

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

interface AttributeInputs {
  readonly enableDnsHostnames?: boolean | undefined;
  readonly enableDnsSupport?: boolean | undefined;
  readonly enableNetworkAddressUsageMetrics?: boolean | undefined;
}

/** An attribute that the program leaves out keeps its value. */
function modifyAttributes({ cloud }: ResourceContext, VpcId: string, inputs: AttributeInputs): void {
  const present = ec2State(cloud).vpcs.get(VpcId).Attributes;
  const attributes = [
    ["enableDnsSupport", "EnableDnsSupport"],
    ["enableDnsHostnames", "EnableDnsHostnames"],
    ["enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics"],
  ] as const;
  for (const [property, parameter] of attributes) {
    const Value = inputs[property];
    if (Value === undefined || Value === present[property]) continue;
    cloud.call(cloud.administrator, "ec2", "ModifyVpcAttribute", { VpcId, [parameter]: { Value } });
  }
}
