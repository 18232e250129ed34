import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { limitExceeded } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { privateDnsName } from "./network-interface.ts";
import { newPublicIp, publicDnsName } from "./public-address.ts";
import type { Address, NetworkInterface, PublicAddress } from "./records.ts";
import { ec2State } from "./state.ts";

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

const addresses = ec2Kind(
  {
    prefix: "eipalloc",
    one: "Address",
    id: "AllocationId",
    create: "AllocateAddress",
    describe: "DescribeAddresses",
    delete: "ReleaseAddress",
  },
  {
    make(cloud, _request: { readonly Domain?: "vpc" | undefined }, id, tags) {
      if (ec2State(cloud).addresses.size >= MAX_ADDRESSES) {
        throw limitExceeded("AddressLimitExceeded", "addresses");
      }
      return {
        AllocationId: id,
        PublicIp: newPublicIp(cloud),
        Domain: "vpc",
        PublicIpv4Pool: "amazon",
        NetworkBorderGroup: cloud.region,
        Tags: tags,
      };
    },
    created: (_cloud, { Tags: _tags, ...address }): Omit<Address, "Tags"> => address,
    show: describe,
    filters: (cloud) => ({
      "allocation-id": (address) => [address.AllocationId],
      "association-id": (address) => [describe(cloud, address).AssociationId],
      "network-interface-id": (address) => [describe(cloud, address).NetworkInterfaceId],
      "instance-id": (address) => [describe(cloud, address).InstanceId],
      "private-ip-address": (address) => [describe(cloud, address).PrivateIpAddress],
      "public-ip": (address) => [address.PublicIp],
    }),
    unmake(cloud, { AllocationId, PublicIp }) {
      if (isAssociated(cloud, AllocationId)) {
        throw new AwsError("InvalidIPAddress.InUse", `Address ${PublicIp} is in use.`);
      }
    },
  },
);

/** Allocates an address. @throws AwsError */
export const addAddress = addresses.add;

/** Elastic IP addresses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const addressOperations = addresses.operations;

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_eip.go */
export const eipResource = addresses.resource({
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

  create({ cloud }, { domain: Domain }, tagging) {
    return cloud.call(cloud.administrator, "ec2", "AllocateAddress", { Domain, ...tagging }).AllocationId;
  },

  outputs({ cloud }, { AllocationId }) {
    const [address] = cloud.call(cloud.administrator, "ec2", "DescribeAddresses", {
      AllocationIds: [AllocationId],
    }).Addresses;
    return {
      ...sharedOutputs(cloud, address!),
      allocationId: AllocationId,
      instance: address!.InstanceId ?? "",
      networkBorderGroup: address!.NetworkBorderGroup,
      networkInterface: address!.NetworkInterfaceId ?? "",
    };
  },

  delete({ cloud }, AllocationId) {
    cloud.call(cloud.administrator, "ec2", "ReleaseAddress", { AllocationId });
  },
});

/** What the Pulumi type and the function both say of an address. */
export function sharedOutputs(cloud: Cloud, address: AddressDescription) {
  const { AllocationId, PublicIp, PrivateIpAddress: privateIp = "" } = address;
  return {
    arn: ec2Arn(cloud, AllocationId),
    associationId: address.AssociationId ?? "",
    carrierIp: "",
    customerOwnedIp: "",
    domain: address.Domain,
    ipamPoolId: "",
    privateDns: privateIp === "" ? "" : privateDnsName(cloud, privateIp),
    privateIp,
    ptrRecord: "",
    publicDns: publicDnsName(cloud, PublicIp),
    publicIp: PublicIp,
    publicIpv4Pool: address.PublicIpv4Pool,
  };
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
