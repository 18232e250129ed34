import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { conflict, networkAddress } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { deleteWhenFree, MINUTE_MS, unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_subnet.go */
export const subnetResource = awsResource({
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

  create(context, inputs) {
    const { cloud } = context;
    const { Subnet } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: inputs.vpcId,
      CidrBlock: inputs.cidrBlock,
      AvailabilityZone: inputs.availabilityZone,
      AvailabilityZoneId: inputs.availabilityZoneId,
      TagSpecifications: tagSpecifications(context, "subnet", inputs.tags),
    });
    if (inputs.mapPublicIpOnLaunch) mapPublicIpOnLaunch(context, Subnet.SubnetId, true);
    return Subnet.SubnetId;
  },

  read(context, id, properties) {
    const subnet = ec2State(context.cloud).subnets.find(id);
    return (
      subnet && {
        arn: subnet.SubnetArn,
        assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation,
        availabilityZone: subnet.AvailabilityZone,
        availabilityZoneId: subnet.AvailabilityZoneId,
        cidrBlock: subnet.CidrBlock,
        enableDns64: false,
        enableResourceNameDnsARecordOnLaunch:
          subnet.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord,
        enableResourceNameDnsAaaaRecordOnLaunch:
          subnet.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord,
        ipv6CidrBlock: "",
        ipv6CidrBlockAssociationId: "",
        ipv6Native: false,
        mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
        ownerId: subnet.OwnerId,
        privateDnsHostnameTypeOnLaunch: subnet.PrivateDnsNameOptionsOnLaunch.HostnameType,
        vpcId: subnet.VpcId,
        ...tagOutputs(context, subnet.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    if (after.mapPublicIpOnLaunch !== before.mapPublicIpOnLaunch) {
      mapPublicIpOnLaunch(context, id, after.mapPublicIpOnLaunch ?? false);
    }
    updateTags(context, id, before.tags, after.tags);
  },

  delete(context, id) {
    const { cloud } = context;
    unlessGone(["InvalidSubnetID.NotFound"], () => {
      deleteWhenFree(context, 20 * MINUTE_MS, () => {
        cloud.call(cloud.administrator, "ec2", "DeleteSubnet", { SubnetId: id });
      });
    });
  },
});

function mapPublicIpOnLaunch({ cloud }: ResourceContext, SubnetId: string, Value: boolean): void {
  cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
    SubnetId,
    MapPublicIpOnLaunch: { Value },
  });
}
