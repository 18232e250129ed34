import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onEach } from "./authorization.ts";
import { invalidValue } from "./errors.ts";
import { groupsFor } from "./interface-groups.ts";
import { ec2Kind } from "./kind.ts";
import type { InterfaceType, NetworkInterface, PrivateAddress, PublicAddress } from "./records.ts";
import { ec2State } from "./state.ts";
import { checkAddresses, takeAddresses, takePrefixes } from "./subnet-addresses.ts";

/** A network interface as DescribeNetworkInterfaces shows it. */
export type NetworkInterfaceDescription = Omit<NetworkInterface, "Tags"> & {
  readonly Association?: PublicAddress;
  readonly Status: "available" | "in-use";
  readonly TagSet: Tag[];
};

/** Where an interface is, and which addresses and groups it has. */
export interface CreateNetworkInterfaceRequest {
  readonly SubnetId: string;
  readonly Description?: string | undefined;
  /** Security group ids. Default: the VPC's group `default`. */
  readonly Groups?: readonly string[] | undefined;
  /** The primary address. Default: one of AWS's choice. */
  readonly PrivateIpAddress?: string | undefined;
  /** Addresses by name, one of which may be primary. */
  readonly PrivateIpAddresses?:
    readonly { readonly PrivateIpAddress: string; readonly Primary?: boolean }[] | undefined;
  readonly SecondaryPrivateIpAddressCount?: number | undefined;
  readonly Ipv4PrefixCount?: number | undefined;
}

/** What only AWS's own services may say of an interface that they make. */
export interface ManagedBy {
  /** Default: `interface`. */
  readonly InterfaceType?: InterfaceType;
  /** `amazon-elb` */
  readonly RequesterId?: string;
  readonly RequesterManaged?: boolean;
}

const interfaces = ec2Kind(
  {
    prefix: "eni",
    one: "NetworkInterface",
    id: "NetworkInterfaceId",
    create: "CreateNetworkInterface",
    describe: "DescribeNetworkInterfaces",
    delete: "DeleteNetworkInterface",
  },
  {
    uses: (request: CreateNetworkInterfaceRequest) => [request.SubnetId, ...(request.Groups ?? [])],
    make(cloud, request: CreateNetworkInterfaceRequest & ManagedBy, id, tags) {
      const subnet = ec2State(cloud).subnets.get(request.SubnetId);
      const Groups = groupsFor(cloud, subnet.VpcId, request.Groups);
      const named = namedAddresses(request);
      checkAddresses(cloud, subnet, named);
      const needsPrimary = named.length === 0 ? 1 : 0;
      const count = needsPrimary + (request.SecondaryPrivateIpAddressCount ?? 0);
      const addresses = [...named, ...takeAddresses(cloud, subnet, count)];
      const [primary = ""] = addresses;
      return {
        NetworkInterfaceId: id,
        SubnetId: subnet.SubnetId,
        VpcId: subnet.VpcId,
        AvailabilityZone: subnet.AvailabilityZone,
        OwnerId: cloud.accountId,
        Description: request.Description ?? "",
        Groups,
        InterfaceType: request.InterfaceType ?? "interface",
        MacAddress: macAddress(cloud),
        PrivateDnsName: privateDnsName(cloud, primary),
        PrivateIpAddress: primary,
        PrivateIpAddresses: addresses.map((address, index) => privateAddress(cloud, address, index === 0)),
        Ipv4Prefixes: prefixes(takePrefixes(cloud, subnet, request.Ipv4PrefixCount ?? 0, addresses)),
        Ipv6Addresses: [],
        ...(request.RequesterId === undefined ? {} : { RequesterId: request.RequesterId }),
        RequesterManaged: request.RequesterManaged ?? false,
        SourceDestCheck: (request.InterfaceType ?? "interface") !== "nat_gateway",
        Tags: tags,
      };
    },
    show: (_cloud, eni) => describeInterface(eni),
    filters: () => ({
      "network-interface-id": (eni) => [eni.NetworkInterfaceId],
      "subnet-id": (eni) => [eni.SubnetId],
      "vpc-id": (eni) => [eni.VpcId],
      "availability-zone": (eni) => [eni.AvailabilityZone],
      "group-id": (eni) => eni.Groups.map(({ GroupId }) => GroupId),
      "group-name": (eni) => eni.Groups.map(({ GroupName }) => GroupName),
      "private-ip-address": (eni) => [eni.PrivateIpAddress],
      "addresses.private-ip-address": (eni) => eni.PrivateIpAddresses.map((one) => one.PrivateIpAddress),
      "association.public-ip": (eni) => eni.PrivateIpAddresses.map((one) => one.Association?.PublicIp),
      "attachment.instance-id": (eni) => [eni.Attachment?.InstanceId],
      "attachment.instance-owner-id": (eni) => [eni.Attachment?.InstanceOwnerId],
      "attachment.status": (eni) => [eni.Attachment?.Status],
      "interface-type": (eni) => [eni.InterfaceType],
      "requester-id": (eni) => [eni.RequesterId],
      "requester-managed": (eni) => [String(eni.RequesterManaged)],
      description: (eni) => [eni.Description],
      status: (eni) => [statusOf(eni)],
    }),
    unmake(_cloud, { NetworkInterfaceId, Attachment, RequesterManaged }, caller) {
      if (Attachment !== undefined) {
        throw invalidValue(`Network interface '${NetworkInterfaceId}' is currently in use.`);
      }
      if (RequesterManaged && caller.kind !== "service") {
        throw new AwsError("AuthFailure", "You do not have permission to access the specified resource.");
      }
    },
  },
);

/**
 * Makes a network interface; AWS services of the simulated cloud call this directly for interfaces of their own.
 *
 * @throws AwsError
 */
export const addNetworkInterface: (
  cloud: Cloud,
  request: CreateNetworkInterfaceRequest & ManagedBy,
  tags?: Tag[],
) => NetworkInterface = interfaces.add;

/** Removes an interface, without asking who uses it: how AWS services take back interfaces of their own. */
export function removeNetworkInterface(cloud: Cloud, id: string): void {
  ec2State(cloud).networkInterfaces.delete(id);
}

/** An address with its DNS name, and without a public address in front of it. */
export function privateAddress(cloud: Cloud, address: string, primary: boolean): PrivateAddress {
  return { Primary: primary, PrivateIpAddress: address, PrivateDnsName: privateDnsName(cloud, address) };
}

/** Delegated blocks in the spelling of the API. */
export function prefixes(blocks: readonly string[]): { Ipv4Prefix: string }[] {
  return blocks.map((Ipv4Prefix) => ({ Ipv4Prefix }));
}

/** `ip-192-168-0-10.ap-northeast-2.compute.internal`; in us-east-1 `ip-….ec2.internal`. */
export function privateDnsName(cloud: Cloud, address: string): string {
  const suffix = cloud.region === "us-east-1" ? "ec2.internal" : `${cloud.region}.compute.internal`;
  return `ip-${address.replaceAll(".", "-")}.${suffix}`;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html and its siblings.
 */
export const networkInterfaceOperations = {
  ...interfaces.operations,

  ModifyNetworkInterfaceAttribute: operation({
    authorize: (cloud, request: ModifyNetworkInterfaceAttributeRequest) =>
      onEach(cloud, "ModifyNetworkInterfaceAttribute", [
        request.NetworkInterfaceId,
        ...(request.Groups ?? []),
      ]),
    run: (cloud, request): Record<string, never> => {
      const eni = ec2State(cloud).networkInterfaces.get(request.NetworkInterfaceId);
      if (request.Groups !== undefined) eni.Groups = groupsFor(cloud, eni.VpcId, request.Groups);
      if (request.Description !== undefined) eni.Description = request.Description.Value;
      if (request.SourceDestCheck !== undefined) eni.SourceDestCheck = request.SourceDestCheck.Value;
      if (request.Attachment !== undefined) {
        if (eni.Attachment?.AttachmentId !== request.Attachment.AttachmentId) {
          throw new AwsError(
            "InvalidAttachmentID.NotFound",
            `The attachment ID '${request.Attachment.AttachmentId}' does not exist`,
          );
        }
        eni.Attachment.DeleteOnTermination = request.Attachment.DeleteOnTermination;
      }
      return {};
    },
  }),
};

/** The attributes to change. AWS takes one per call; here several may come together. */
export interface ModifyNetworkInterfaceAttributeRequest {
  readonly NetworkInterfaceId: string;
  readonly Groups?: readonly string[] | undefined;
  readonly Description?: { readonly Value: string } | undefined;
  readonly SourceDestCheck?: { readonly Value: boolean } | undefined;
  readonly Attachment?: { readonly AttachmentId: string; readonly DeleteOnTermination: boolean } | undefined;
}

/** An interface as the API shows it. */
export function describeInterface(eni: NetworkInterface): NetworkInterfaceDescription {
  const { Tags, ...rest } = structuredClone(eni);
  const [primary] = rest.PrivateIpAddresses;
  return {
    ...rest,
    ...(primary?.Association === undefined ? {} : { Association: primary.Association }),
    Status: statusOf(eni),
    TagSet: Tags,
  };
}

function statusOf(eni: NetworkInterface): "available" | "in-use" {
  return eni.Attachment === undefined ? "available" : "in-use";
}

/** Addresses that the request names, the primary one first. */
function namedAddresses(request: CreateNetworkInterfaceRequest): string[] {
  const listed = request.PrivateIpAddresses ?? [];
  const primary = request.PrivateIpAddress ?? listed.find(({ Primary }) => Primary)?.PrivateIpAddress;
  const others = listed.map(({ PrivateIpAddress }) => PrivateIpAddress).filter((one) => one !== primary);
  return primary === undefined ? others : [primary, ...others];
}

/** A locally administered address, as AWS's are. */
function macAddress(cloud: Cloud): string {
  const digits = cloud.ids.hex(10);
  return ["06", ...digits.match(/../g)!].join(":");
}
