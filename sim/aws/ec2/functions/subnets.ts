import { z } from "zod";
import type { Properties } from "../../../core/resource-type.ts";
import { tagMap } from "../../tags.ts";
import type { SubnetDescription } from "../subnet.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { unlessGone } from "../../kind/waiting.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getsubnet/ */
export const getSubnet = awsFunction({
  token: "aws:ec2/getSubnet:getSubnet",
  args: {
    availabilityZone: z.string().optional(),
    availabilityZoneId: z.string().optional(),
    cidrBlock: z.string().optional(),
    defaultForAz: z.boolean().optional(),
    id: z.string().optional(),
    state: z.string().optional(),
    vpcId: z.string().optional(),
    ...searchArgs,
  },
  invoke(cloud, args) {
    const found = unlessGone(["InvalidSubnetID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DescribeSubnets", {
        ...(args.id === undefined ? {} : { SubnetIds: [args.id] }),
        Filters: filtersOf(args, {
          availabilityZone: args.availabilityZone,
          "availability-zone-id": args.availabilityZoneId,
          "cidr-block": args.cidrBlock,
          "default-for-az": args.defaultForAz === undefined ? undefined : String(args.defaultForAz),
          state: args.state,
          "vpc-id": args.vpcId,
        }),
      }),
    );
    return { ...args, ...outputsOf(only("EC2 Subnet", found?.Subnets ?? [])) };
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getsubnets/ */
export const getSubnets = awsFunction({
  token: "aws:ec2/getSubnets:getSubnets",
  args: searchArgs,
  invoke(cloud, args) {
    const { Subnets } = cloud.call(cloud.administrator, "ec2", "DescribeSubnets", {
      Filters: filtersOf(args),
    });
    return { ...args, id: cloud.region, ids: Subnets.map(({ SubnetId }) => SubnetId), tags: args.tags ?? {} };
  },
});

function outputsOf(subnet: SubnetDescription): Properties {
  const dns = subnet.PrivateDnsNameOptionsOnLaunch;
  return {
    arn: subnet.SubnetArn,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation,
    availabilityZone: subnet.AvailabilityZone,
    availabilityZoneId: subnet.AvailabilityZoneId,
    availableIpAddressCount: subnet.AvailableIpAddressCount,
    cidrBlock: subnet.CidrBlock,
    customerOwnedIpv4Pool: "",
    defaultForAz: subnet.DefaultForAz,
    enableDns64: false,
    enableLniAtDeviceIndex: 0,
    enableResourceNameDnsARecordOnLaunch: dns.EnableResourceNameDnsARecord,
    enableResourceNameDnsAaaaRecordOnLaunch: dns.EnableResourceNameDnsAAAARecord,
    id: subnet.SubnetId,
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociationId: "",
    ipv6Native: false,
    mapCustomerOwnedIpOnLaunch: false,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
    outpostArn: "",
    ownerId: subnet.OwnerId,
    privateDnsHostnameTypeOnLaunch: dns.HostnameType,
    state: subnet.State,
    tags: tagMap(subnet.Tags),
    vpcId: subnet.VpcId,
  };
}
