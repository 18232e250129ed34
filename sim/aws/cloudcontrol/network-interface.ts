import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";
import { unlessGone } from "../kind/waiting.ts";

/**
 * A network interface with its delegated prefixes, which no Pulumi function of EC2 shows.
 *
 * Properties and calls: https://schema.cloudformation.us-east-1.amazonaws.com/aws-ec2-networkinterface.json
 */
export function readNetworkInterface(cloud: Cloud, caller: Caller, id: string): object | undefined {
  const found = unlessGone(["InvalidNetworkInterfaceID.NotFound"], () =>
    cloud.call(caller, "ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] }),
  );
  const eni = found?.NetworkInterfaces[0];
  if (eni === undefined) return undefined;
  const [primary, ...others] = eni.PrivateIpAddresses;
  return {
    Id: eni.NetworkInterfaceId,
    Description: eni.Description,
    GroupSet: eni.Groups.map(({ GroupId }) => GroupId),
    InterfaceType: eni.InterfaceType,
    Ipv4PrefixCount: eni.Ipv4Prefixes.length,
    Ipv4Prefixes: eni.Ipv4Prefixes,
    PrimaryPrivateIpAddress: primary?.PrivateIpAddress,
    PrivateIpAddress: eni.PrivateIpAddress,
    PrivateIpAddresses: eni.PrivateIpAddresses.map(({ PrivateIpAddress, Primary }) => ({
      PrivateIpAddress,
      Primary,
    })),
    SecondaryPrivateIpAddressCount: others.length,
    SecondaryPrivateIpAddresses: others.map(({ PrivateIpAddress }) => PrivateIpAddress),
    SourceDestCheck: eni.SourceDestCheck,
    SubnetId: eni.SubnetId,
    Tags: eni.TagSet,
    VpcId: eni.VpcId,
  };
}
