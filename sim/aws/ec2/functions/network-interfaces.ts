import { z } from "zod";
import { tagMap } from "../../tags.ts";
import { ec2Arn } from "../kinds.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { unlessGone } from "../../kind/waiting.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/**
 * Without what no interface here has: names and settings of public addresses, Outposts, ENA Express, IPv6.
 *
 * https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getnetworkinterface/
 */
export const getNetworkInterface = awsFunction({
  token: "aws:ec2/getNetworkInterface:getNetworkInterface",
  args: { id: z.string().optional(), ...searchArgs },
  invoke(cloud, args) {
    const found = unlessGone(["InvalidNetworkInterfaceID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DescribeNetworkInterfaces", {
        ...(args.id === undefined ? {} : { NetworkInterfaceIds: [args.id] }),
        Filters: filtersOf(args),
      }),
    );
    const eni = only("EC2 Network Interface", found?.NetworkInterfaces ?? []);
    return {
      ...args,
      arn: ec2Arn(cloud, eni.NetworkInterfaceId),
      attachments:
        eni.Attachment === undefined
          ? []
          : [
              {
                attachmentId: eni.Attachment.AttachmentId,
                deviceIndex: eni.Attachment.DeviceIndex,
                instanceId: eni.Attachment.InstanceId ?? "",
                instanceOwnerId: eni.Attachment.InstanceOwnerId,
              },
            ],
      availabilityZone: eni.AvailabilityZone,
      description: eni.Description,
      id: eni.NetworkInterfaceId,
      interfaceType: eni.InterfaceType,
      ipv6Addresses: [],
      macAddress: eni.MacAddress,
      ownerId: eni.OwnerId,
      privateDnsName: eni.PrivateDnsName,
      privateIp: eni.PrivateIpAddress,
      privateIps: eni.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
      requesterId: eni.RequesterId ?? "",
      securityGroups: eni.Groups.map(({ GroupId }) => GroupId),
      subnetId: eni.SubnetId,
      tags: tagMap(eni.TagSet),
      vpcId: eni.VpcId,
    };
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getnetworkinterfaces/ */
export const getNetworkInterfaces = awsFunction({
  token: "aws:ec2/getNetworkInterfaces:getNetworkInterfaces",
  args: searchArgs,
  invoke(cloud, args) {
    const { NetworkInterfaces } = cloud.call(cloud.administrator, "ec2", "DescribeNetworkInterfaces", {
      Filters: filtersOf(args),
    });
    const ids = NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
    return { ...args, id: cloud.region, ids, tags: args.tags ?? {} };
  },
});
