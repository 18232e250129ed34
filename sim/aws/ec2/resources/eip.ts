import { z } from "zod";
import { privateDnsName } from "../network-interface.ts";
import { ec2Arn } from "../kinds.ts";
import { publicDnsName } from "../public-address.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_eip.go */
export const eipResource = awsResource({
  token: "aws:ec2/eip:Eip",
  schema: z.object({ domain: z.literal("vpc").optional(), ...tagsInput }),
  replaceOnChange: ["domain"],
  computed: [
    "allocationId",
    "arn",
    "associationId",
    "carrierIp",
    "customerOwnedIp",
    "domain",
    "instance",
    "ipamPoolId",
    "networkBorderGroup",
    "networkInterface",
    "privateDns",
    "privateIp",
    "ptrRecord",
    "publicDns",
    "publicIp",
    "publicIpv4Pool",
    "tagsAll",
  ],

  create(context, inputs) {
    const { cloud } = context;
    const { AllocationId } = cloud.call(cloud.administrator, "ec2", "AllocateAddress", {
      Domain: inputs.domain,
      TagSpecifications: tagSpecifications(context, "elastic-ip", inputs.tags),
    });
    return AllocationId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    if (!ec2State(cloud).addresses.has(id)) return undefined;
    const [address] = cloud.call(cloud.administrator, "ec2", "DescribeAddresses", {
      AllocationIds: [id],
    }).Addresses;
    const privateIp = address?.PrivateIpAddress ?? "";
    return (
      address && {
        allocationId: id,
        arn: ec2Arn(cloud, id),
        associationId: address.AssociationId ?? "",
        carrierIp: "",
        customerOwnedIp: "",
        domain: address.Domain,
        instance: address.InstanceId ?? "",
        ipamPoolId: "",
        networkBorderGroup: address.NetworkBorderGroup,
        networkInterface: address.NetworkInterfaceId ?? "",
        privateDns: privateIp === "" ? "" : privateDnsName(cloud, privateIp),
        privateIp,
        ptrRecord: "",
        publicDns: publicDnsName(cloud, address.PublicIp),
        publicIp: address.PublicIp,
        publicIpv4Pool: address.PublicIpv4Pool,
        ...tagOutputs(context, address.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    updateTags(context, id, before.tags, after.tags);
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidAllocationID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "ReleaseAddress", { AllocationId: id }),
    );
  },
});
