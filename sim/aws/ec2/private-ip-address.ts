/** Secondary addresses and delegated prefixes of network interfaces, which the VPC CNI hands on to pods. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { onExisting } from "./authorization.ts";
import { invalidValue } from "./errors.ts";
import { getInstanceType } from "./instance-types.ts";
import { prefixes, privateAddress } from "./network-interface.ts";
import type { NetworkInterface } from "./records.ts";
import { ec2State } from "./state.ts";
import { checkAddresses, takeAddresses, takePrefixes } from "./subnet-addresses.ts";

/** Addresses by name or number, or a number of /28 prefixes. */
export interface AssignPrivateIpAddressesRequest {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddresses?: readonly string[] | undefined;
  readonly SecondaryPrivateIpAddressCount?: number | undefined;
  readonly Ipv4PrefixCount?: number | undefined;
}

/** The addresses and prefixes to give back. */
export interface UnassignPrivateIpAddressesRequest {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddresses?: readonly string[] | undefined;
  readonly Ipv4Prefixes?: readonly string[] | undefined;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html and UnassignPrivateIpAddresses.
 */
export const privateIpAddressOperations = {
  AssignPrivateIpAddresses: operation({
    authorize: (cloud, request: AssignPrivateIpAddressesRequest) => [
      onExisting(cloud, "AssignPrivateIpAddresses", request.NetworkInterfaceId),
    ],
    run: (
      cloud,
      request,
    ): {
      NetworkInterfaceId: string;
      AssignedPrivateIpAddresses: { PrivateIpAddress: string }[];
      AssignedIpv4Prefixes: { Ipv4Prefix: string }[];
    } => {
      const { NetworkInterfaceId } = request;
      const eni = ec2State(cloud).networkInterfaces.get(NetworkInterfaceId);
      const subnet = ec2State(cloud).subnets.get(eni.SubnetId);
      const named = request.PrivateIpAddresses ?? [];
      const count = request.SecondaryPrivateIpAddressCount ?? 0;
      const prefixCount = request.Ipv4PrefixCount ?? 0;
      if (named.length + count + prefixCount === 0) {
        throw new AwsError(
          "InvalidParameterCombination",
          "Either privateIpAddresses, secondaryPrivateIpAddressCount or ipv4PrefixCount must be specified",
        );
      }
      checkLimit(cloud, eni, named.length + count + prefixCount);
      checkAddresses(cloud, subnet, named);
      const assigned = [...named, ...takeAddresses(cloud, subnet, count)];
      const assignedPrefixes = takePrefixes(cloud, subnet, prefixCount);
      eni.PrivateIpAddresses = [
        ...eni.PrivateIpAddresses,
        ...assigned.map((address) => privateAddress(cloud, address, false)),
      ];
      eni.Ipv4Prefixes = [...eni.Ipv4Prefixes, ...prefixes(assignedPrefixes)];
      return {
        NetworkInterfaceId,
        AssignedPrivateIpAddresses: assigned.map((PrivateIpAddress) => ({ PrivateIpAddress })),
        AssignedIpv4Prefixes: prefixes(assignedPrefixes),
      };
    },
  }),

  UnassignPrivateIpAddresses: operation({
    authorize: (cloud, request: UnassignPrivateIpAddressesRequest) => [
      onExisting(cloud, "UnassignPrivateIpAddresses", request.NetworkInterfaceId),
    ],
    run: (cloud, request): Record<string, never> => {
      const eni = ec2State(cloud).networkInterfaces.get(request.NetworkInterfaceId);
      const addresses = request.PrivateIpAddresses ?? [];
      const blocks = request.Ipv4Prefixes ?? [];
      if (addresses.includes(eni.PrivateIpAddress)) {
        throw invalidValue(`The primary private IP address ${eni.PrivateIpAddress} cannot be unassigned.`);
      }
      const assigned = [
        ...eni.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
        ...eni.Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix),
      ];
      const foreign = [...addresses, ...blocks].filter((one) => !assigned.includes(one));
      if (foreign.length > 0) {
        throw invalidValue(
          `Some of the specified addresses are not assigned to interface ${eni.NetworkInterfaceId}`,
        );
      }
      eni.PrivateIpAddresses = eni.PrivateIpAddresses.filter(
        (one) => !addresses.includes(one.PrivateIpAddress),
      );
      eni.Ipv4Prefixes = eni.Ipv4Prefixes.filter((one) => !blocks.includes(one.Ipv4Prefix));
      return {};
    },
  }),
};

/** The instance type limits addresses and prefixes together, the primary address counted. */
function checkLimit(cloud: Cloud, eni: NetworkInterface, added: number): void {
  const instanceId = eni.Attachment?.InstanceId;
  if (instanceId === undefined) return;
  const { addressesPerInterface } = getInstanceType(ec2State(cloud).instances.get(instanceId).InstanceType);
  if (eni.PrivateIpAddresses.length + eni.Ipv4Prefixes.length + added > addressesPerInterface) {
    throw new AwsError("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
  }
}
