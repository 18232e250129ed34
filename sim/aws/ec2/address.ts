import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onExisting, onNew } from "./authorization.ts";
import { limitExceeded } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { newPublicIp, publicDnsName } from "./public-address.ts";
import type { Address, NetworkInterface, PublicAddress } from "./records.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** An address as DescribeAddresses shows it. */
export interface AddressDescription extends Address {
  readonly AssociationId?: string;
  readonly NetworkInterfaceId?: string;
  readonly NetworkInterfaceOwnerId?: string;
  readonly PrivateIpAddress?: string;
  readonly InstanceId?: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit */
const MAX_ADDRESSES = 5;

/** Allocates an elastic IP address. @throws AwsError AddressLimitExceeded */
export function addAddress(cloud: Cloud, tags: Tag[] = [], id = cloud.ids.ec2("eipalloc")): Address {
  if (ec2State(cloud).addresses.size >= MAX_ADDRESSES)
    throw limitExceeded("AddressLimitExceeded", "addresses");
  return ec2State(cloud).addresses.set(id, {
    AllocationId: id,
    PublicIp: newPublicIp(cloud),
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: cloud.region,
    Tags: tags,
  });
}

/** Whether something has the address in front of it. */
export function isAssociated(cloud: Cloud, allocationId: string): boolean {
  return userOf(cloud, allocationId) !== undefined;
}

/** Puts an elastic IP address, which must be free, in front of an interface's primary address. */
export function associateAddress(cloud: Cloud, allocationId: string, eni: NetworkInterface): PublicAddress {
  const { PublicIp } = ec2State(cloud).addresses.get(allocationId);
  const association: PublicAddress = {
    PublicIp,
    PublicDnsName: publicDnsName(cloud, PublicIp),
    IpOwnerId: cloud.accountId,
    AllocationId: allocationId,
    AssociationId: cloud.ids.ec2("eipassoc"),
  };
  eni.PrivateIpAddresses[0]!.Association = association;
  return association;
}

/** Elastic IP addresses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const addressOperations = {
  AllocateAddress: operation({
    authorize: (
      cloud,
      request: {
        readonly Domain?: "vpc" | undefined;
        readonly TagSpecifications?: readonly TagSpecification[] | undefined;
      },
    ) => onNew(cloud, "AllocateAddress", "elastic-ip", request.TagSpecifications),
    run: (cloud, request, caller): Omit<Address, "Tags"> => {
      const tags = newTags(request.TagSpecifications, "elastic-ip", caller);
      const { Tags: _tags, ...address } = addAddress(cloud, tags);
      return address;
    },
  }),

  DescribeAddresses: operation({
    run: (
      cloud,
      request: { readonly AllocationIds?: readonly string[]; readonly Filters?: readonly Filter[] },
    ): { Addresses: AddressDescription[] } => {
      const { addresses } = ec2State(cloud);
      const found = request.AllocationIds?.map((id) => addresses.get(id)) ?? addresses.values();
      return {
        Addresses: filtered(
          "DescribeAddresses",
          found.map((address) => describe(cloud, address)),
          request.Filters,
          {
            "allocation-id": (address) => [address.AllocationId],
            "association-id": (address) => [address.AssociationId],
            "network-interface-id": (address) => [address.NetworkInterfaceId],
            "instance-id": (address) => [address.InstanceId],
            "private-ip-address": (address) => [address.PrivateIpAddress],
            "public-ip": (address) => [address.PublicIp],
          },
        ),
      };
    },
  }),

  ReleaseAddress: operation({
    authorize: (cloud, request: { readonly AllocationId: string }) => [
      onExisting(cloud, "ReleaseAddress", request.AllocationId),
    ],
    run: (cloud, { AllocationId }): Record<string, never> => {
      const { PublicIp } = ec2State(cloud).addresses.get(AllocationId);
      if (isAssociated(cloud, AllocationId)) {
        throw new AwsError("InvalidIPAddress.InUse", `Address ${PublicIp} is in use.`);
      }
      ec2State(cloud).addresses.delete(AllocationId);
      return {};
    },
  }),
};

function userOf(cloud: Cloud, allocationId: string): NetworkInterface | undefined {
  return ec2State(cloud).networkInterfaces.where(({ PrivateIpAddresses }) =>
    PrivateIpAddresses.some(({ Association }) => Association?.AllocationId === allocationId),
  )[0];
}

function describe(cloud: Cloud, address: Address): AddressDescription {
  const eni = userOf(cloud, address.AllocationId);
  const associationId = eni?.PrivateIpAddresses[0]?.Association?.AssociationId;
  return {
    ...structuredClone(address),
    ...(associationId === undefined ? {} : { AssociationId: associationId }),
    ...(eni === undefined
      ? {}
      : {
          NetworkInterfaceId: eni.NetworkInterfaceId,
          NetworkInterfaceOwnerId: eni.OwnerId,
          PrivateIpAddress: eni.PrivateIpAddress,
        }),
    ...(eni?.Attachment?.InstanceId === undefined ? {} : { InstanceId: eni.Attachment.InstanceId }),
  };
}
