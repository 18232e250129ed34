import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { ec2Arn } from "../kinds.ts";
import { mainRouteTable } from "../route-table.ts";
import { defaultSecurityGroup } from "../security-group.ts";
import { networkOfSize } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { deleteWhenFree, MINUTE_MS, unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_.go */
export const vpcResource = awsResource({
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

  create(context, inputs) {
    const { cloud } = context;
    const { Vpc } = cloud.call(cloud.administrator, "ec2", "CreateVpc", {
      CidrBlock: inputs.cidrBlock,
      InstanceTenancy: inputs.instanceTenancy,
      TagSpecifications: tagSpecifications(context, "vpc", inputs.tags),
    });
    modifyAttributes(context, Vpc.VpcId, inputs);
    return Vpc.VpcId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const vpc = ec2State(cloud).vpcs.find(id);
    if (vpc === undefined) return undefined;
    const main = mainRouteTable(cloud, id).RouteTableId;
    return {
      arn: ec2Arn(cloud, id),
      assignGeneratedIpv6CidrBlock: false,
      cidrBlock: vpc.CidrBlock,
      defaultNetworkAclId: vpc.DefaultNetworkAclId,
      defaultRouteTableId: main,
      defaultSecurityGroupId: defaultSecurityGroup(cloud, id).GroupId,
      dhcpOptionsId: vpc.DhcpOptionsId,
      ...vpc.Attributes,
      instanceTenancy: vpc.InstanceTenancy,
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockNetworkBorderGroup: "",
      mainRouteTableId: main,
      ownerId: vpc.OwnerId,
      ...tagOutputs(context, vpc.Tags, properties),
    };
  },

  update(context, id, before, after) {
    modifyAttributes(context, id, after);
    updateTags(context, id, before.tags, after.tags);
  },

  delete(context, id) {
    const { cloud } = context;
    unlessGone(["InvalidVpcID.NotFound"], () => {
      deleteWhenFree(context, 5 * MINUTE_MS, () => {
        cloud.call(cloud.administrator, "ec2", "DeleteVpc", { VpcId: id });
      });
    });
  },
});

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
