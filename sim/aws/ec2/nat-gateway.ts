import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, ResourceInitError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { MINUTE_MS } from "../kind/waiting.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { associateAddress, isAssociated } from "./address.ts";
import { onExisting } from "./authorization.ts";
import { missingParameter } from "./errors.ts";
import { gatewayOf } from "./internet-gateway.ts";
import { ec2Kind } from "./kind.ts";
import { attachToService } from "./network-interface-attachment.ts";
import { addNetworkInterface } from "./network-interface.ts";
import type { NatGateway, NatGatewayAddress } from "./records.ts";
import { ec2State } from "./state.ts";

/** Where a gateway stands, and with which address. */
export interface CreateNatGatewayRequest {
  readonly SubnetId: string;
  /** Elastic IP address; needed by a public gateway. */
  readonly AllocationId?: string | undefined;
  /** Default: `public`. */
  readonly ConnectivityType?: "public" | "private" | undefined;
}

/** Rough times on AWS; nothing here depends on them. */
const CREATE_MS = 90_000;
const DELETE_MS = 45_000;
/** A deleted gateway stays visible for about an hour. */
const MEMORY_MS = 3_600_000;
/** Per zone: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GATEWAYS_PER_ZONE = 5;

const gateways = ec2Kind(
  {
    prefix: "nat",
    one: "NatGateway",
    id: "NatGatewayId",
    create: "CreateNatGateway",
    describe: "DescribeNatGateways",
    delete: "DeleteNatGateway",
    filters: "Filter",
  },
  {
    uses: (request: CreateNatGatewayRequest) => [request.SubnetId, request.AllocationId],
    make: makeGateway,
    show: (_cloud, { NextChangeAt: _at, ...description }): NatGatewayDescription =>
      structuredClone(description),
    filters: () => ({
      "nat-gateway-id": (gateway) => [gateway.NatGatewayId],
      state: (gateway) => [gateway.State],
      "subnet-id": (gateway) => [gateway.SubnetId],
      "vpc-id": (gateway) => [gateway.VpcId],
    }),
  },
);

/** A gateway as DescribeNatGateways shows it. */
export type NatGatewayDescription = Omit<NatGateway, "NextChangeAt">;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html and its siblings. */
export const natGatewayOperations = {
  ...gateways.operations,

  DeleteNatGateway: operation({
    authorize: (cloud, request: { readonly NatGatewayId: string }) => [
      onExisting(cloud, "DeleteNatGateway", request.NatGatewayId),
    ],
    run: (cloud, { NatGatewayId }): { NatGatewayId: string } => {
      const gateway = ec2State(cloud).natGateways.get(NatGatewayId);
      if (gateway.State !== "deleting" && gateway.State !== "deleted") {
        gateway.State = "deleting";
        changeLater(cloud, gateway, DELETE_MS);
      }
      return { NatGatewayId };
    },
  }),
};

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_nat_gateway.go */
export const natGatewayResource = gateways.resource({
  token: "aws:ec2/natGateway:NatGateway",
  schema: z.object({
    allocationId: z.string().optional(),
    availabilityMode: z.string().optional(),
    connectivityType: z.enum(["public", "private"]).optional(),
    subnetId: z.string(),
    ...tagsInput,
  }),
  defaults: { availabilityMode: "zonal", connectivityType: "public" },
  onlyDefault: ["availabilityMode"],
  replaceOnChange: ["allocationId", "connectivityType", "subnetId"],
  computed: [
    "associationId",
    "autoProvisionZones",
    "autoScalingIps",
    "networkInterfaceId",
    "privateIp",
    "publicIp",
    "regionalNatGatewayAddresses",
    "regionalNatGatewayAutoMode",
    "routeTableId",
    "secondaryAllocationIds",
    "secondaryPrivateIpAddressCount",
    "secondaryPrivateIpAddresses",
    "tagsAll",
    "vpcId",
  ],

  create(context, inputs, tagging) {
    const { cloud, timeoutMs = 10 * MINUTE_MS } = context;
    const { NatGatewayId } = cloud.call(cloud.administrator, "ec2", "CreateNatGateway", {
      SubnetId: inputs.subnetId,
      AllocationId: inputs.allocationId,
      ConnectivityType: inputs.connectivityType,
      ...tagging,
    }).NatGateway;
    const gateway = ec2State(cloud).natGateways.get(NatGatewayId);
    cloud.clock.waitUntil(() => gateway.State !== "pending", timeoutMs);
    if (gateway.State !== "available") {
      throw new ResourceInitError(NatGatewayId, {}, [failureToStart(gateway, timeoutMs)]);
    }
    return NatGatewayId;
  },

  find: findGateway,

  outputs(_context, gateway) {
    const [address] = gateway.NatGatewayAddresses;
    return {
      allocationId: address?.AllocationId,
      associationId: address?.AssociationId ?? "",
      autoProvisionZones: "",
      autoScalingIps: "",
      availabilityMode: "zonal",
      connectivityType: gateway.ConnectivityType,
      networkInterfaceId: address?.NetworkInterfaceId ?? "",
      privateIp: address?.PrivateIp ?? "",
      publicIp: address?.PublicIp ?? "",
      regionalNatGatewayAddresses: [],
      regionalNatGatewayAutoMode: "",
      routeTableId: "",
      secondaryAllocationIds: [],
      secondaryPrivateIpAddressCount: 0,
      secondaryPrivateIpAddresses: [],
      subnetId: gateway.SubnetId,
      vpcId: gateway.VpcId,
    };
  },

  delete({ cloud, timeoutMs = 30 * MINUTE_MS }, id) {
    cloud.call(cloud.administrator, "ec2", "DeleteNatGateway", { NatGatewayId: id });
    cloud.clock.waitUntil(() => findGateway(cloud, id) === undefined, timeoutMs);
  },
});

/** The gateway, unless it is deleted: it stays visible for a while. */
function findGateway(cloud: Cloud, id: string): NatGateway | undefined {
  const gateway = ec2State(cloud).natGateways.find(id);
  return gateway?.State === "deleted" ? undefined : gateway;
}

function failureToStart({ NatGatewayId, State, ...gateway }: NatGateway, timeoutMs: number): string {
  const what = `waiting for EC2 NAT Gateway (${NatGatewayId}) create`;
  return State === "pending"
    ? `${what}: timeout while waiting for state to become 'available' (last state: 'pending', timeout: ${timeoutMs / MINUTE_MS}m0s)`
    : `${what}: unexpected state '${State}', wanted target 'available'. last error: ${gateway.FailureCode ?? ""}: ${gateway.FailureMessage ?? ""}`;
}

/** A gateway, which is pending at first, and its network interface. */
function makeGateway(cloud: Cloud, request: CreateNatGatewayRequest, id: string, tags: Tag[]): NatGateway {
  const subnet = ec2State(cloud).subnets.get(request.SubnetId);
  const ConnectivityType = request.ConnectivityType ?? "public";
  checkQuota(cloud, subnet.AvailabilityZone);
  if (ConnectivityType === "public" && request.AllocationId === undefined)
    throw missingParameter("AllocationId");
  if (request.AllocationId !== undefined) ec2State(cloud).addresses.get(request.AllocationId);
  const gateway: NatGateway = {
    NatGatewayId: id,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    ConnectivityType,
    CreateTime: cloud.clock.timestamp(),
    State: "pending",
    NatGatewayAddresses: [],
    Tags: tags,
  };
  const failure = failureOf(cloud, subnet.VpcId, ConnectivityType, request.AllocationId);
  if (failure === undefined) {
    gateway.NatGatewayAddresses = [addressOf(cloud, id, request)];
    changeLater(cloud, gateway, CREATE_MS);
  } else {
    gateway.State = "failed";
    [gateway.FailureCode, gateway.FailureMessage] = failure;
    changeLater(cloud, gateway, MEMORY_MS);
  }
  return gateway;
}

/** Goes on with the changes that were under way when a world was saved. */
export function resumeNatGateways(cloud: Cloud): void {
  for (const gateway of ec2State(cloud).natGateways.values()) {
    if (gateway.NextChangeAt !== undefined)
      changeLater(cloud, gateway, gateway.NextChangeAt - cloud.clock.now());
  }
}

function checkQuota(cloud: Cloud, zone: string): void {
  const inZone = ec2State(cloud).natGateways.where(
    ({ SubnetId, State }) =>
      (State === "pending" || State === "available" || State === "deleting") &&
      ec2State(cloud).subnets.find(SubnetId)?.AvailabilityZone === zone,
  );
  if (inZone.length >= MAX_GATEWAYS_PER_ZONE) {
    throw new AwsError(
      "NatGatewayLimitExceeded",
      `Performing this operation would exceed the limit of ${MAX_GATEWAYS_PER_ZONE} NAT gateways`,
    );
  }
}

/**
 * Why a gateway cannot work: code and message.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html; words as users quote them, e.g.
 * https://github.com/kubernetes-sigs/cluster-api-provider-aws/issues/1418
 */
function failureOf(
  cloud: Cloud,
  vpcId: string,
  connectivity: NatGateway["ConnectivityType"],
  allocationId: string | undefined,
): [code: string, message: string] | undefined {
  if (connectivity === "public" && gatewayOf(cloud, vpcId) === undefined) {
    return ["Gateway.NotAttached", `Network ${vpcId} has no Internet gateway attached`];
  }
  if (allocationId !== undefined && isAssociated(cloud, allocationId)) {
    return ["Resource.AlreadyAssociated", `Elastic IP address [${allocationId}] is already associated`];
  }
  return undefined;
}

function addressOf(
  cloud: Cloud,
  id: string,
  { SubnetId, AllocationId }: CreateNatGatewayRequest,
): NatGatewayAddress {
  const eni = addNetworkInterface(cloud, {
    SubnetId,
    Description: `Interface for NAT Gateway ${id}`,
    InterfaceType: "nat_gateway",
    RequesterManaged: true,
  });
  attachToService(cloud, eni, "amazon-aws");
  const address = { NetworkInterfaceId: eni.NetworkInterfaceId, PrivateIp: eni.PrivateIpAddress };
  if (AllocationId === undefined) return { ...address, IsPrimary: true, Status: "succeeded" };
  const { AssociationId, PublicIp } = associateAddress(cloud, AllocationId, eni);
  return {
    AllocationId,
    ...(AssociationId === undefined ? {} : { AssociationId }),
    ...address,
    PublicIp,
    IsPrimary: true,
    Status: "succeeded",
  };
}

function changeLater(cloud: Cloud, gateway: NatGateway, delayMs: number): void {
  const at = cloud.clock.now() + Math.max(0, delayMs);
  gateway.NextChangeAt = at;
  cloud.clock.schedule(delayMs, () => {
    // A later request may have changed the plan.
    if (gateway.NextChangeAt === at) change(cloud, gateway);
  });
}

function change(cloud: Cloud, gateway: NatGateway): void {
  delete gateway.NextChangeAt;
  switch (gateway.State) {
    case "pending":
      gateway.State = "available";
      return;
    case "deleting":
      gateway.State = "deleted";
      for (const { NetworkInterfaceId } of gateway.NatGatewayAddresses) {
        ec2State(cloud).networkInterfaces.delete(NetworkInterfaceId);
      }
      changeLater(cloud, gateway, MEMORY_MS);
      return;
    default:
      ec2State(cloud).natGateways.delete(gateway.NatGatewayId);
  }
}
