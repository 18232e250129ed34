import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { associateAddress, isAssociated } from "./address.ts";
import { onEach, onExisting, onNew } from "./authorization.ts";
import { missingParameter } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { gatewayOf } from "./internet-gateway.ts";
import { attachToService } from "./network-interface-attachment.ts";
import { addNetworkInterface } from "./network-interface.ts";
import type { NatGateway, NatGatewayAddress } from "./records.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** Where a gateway stands, and with which address. */
export interface CreateNatGatewayRequest {
  readonly SubnetId: string;
  /** Elastic IP address; needed by a public gateway. */
  readonly AllocationId?: string | undefined;
  /** Default: `public`. */
  readonly ConnectivityType?: "public" | "private" | undefined;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** Rough times on AWS; nothing here depends on them. */
const CREATE_MS = 90_000;
const DELETE_MS = 45_000;
/** A deleted gateway stays visible for about an hour. */
const MEMORY_MS = 3_600_000;
/** Per zone: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GATEWAYS_PER_ZONE = 5;

/** Makes a NAT gateway, which is pending at first, and its network interface. */
export function addNatGateway(
  cloud: Cloud,
  request: CreateNatGatewayRequest,
  tags: Tag[] = [],
  id = cloud.ids.ec2("nat"),
): NatGateway {
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
  return ec2State(cloud).natGateways.set(id, gateway);
}

/** Goes on with the changes that were under way when a world was saved. */
export function resumeNatGateways(cloud: Cloud): void {
  for (const gateway of ec2State(cloud).natGateways.values()) {
    if (gateway.NextChangeAt !== undefined)
      changeLater(cloud, gateway, gateway.NextChangeAt - cloud.clock.now());
  }
}

/** A gateway as DescribeNatGateways shows it. */
export type NatGatewayDescription = Omit<NatGateway, "NextChangeAt">;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html and its siblings. */
export const natGatewayOperations = {
  CreateNatGateway: operation({
    authorize: (cloud, request: CreateNatGatewayRequest) => [
      ...onNew(cloud, "CreateNatGateway", "natgateway", request.TagSpecifications),
      ...onEach(cloud, "CreateNatGateway", [request.SubnetId, request.AllocationId]),
    ],
    run: (cloud, request, caller): { NatGateway: NatGatewayDescription } => {
      const tags = newTags(request.TagSpecifications, "natgateway", caller);
      return { NatGateway: describe(addNatGateway(cloud, request, tags)) };
    },
  }),

  DescribeNatGateways: operation({
    run: (
      cloud,
      request: { readonly NatGatewayIds?: readonly string[]; readonly Filter?: readonly Filter[] },
    ): { NatGateways: NatGatewayDescription[] } => {
      const found =
        request.NatGatewayIds?.map((id) => ec2State(cloud).natGateways.get(id)) ??
        ec2State(cloud).natGateways.values();
      return {
        NatGateways: filtered("DescribeNatGateways", found, request.Filter, {
          "nat-gateway-id": (gateway) => [gateway.NatGatewayId],
          state: (gateway) => [gateway.State],
          "subnet-id": (gateway) => [gateway.SubnetId],
          "vpc-id": (gateway) => [gateway.VpcId],
        }).map(describe),
      };
    },
  }),

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

function describe({ NextChangeAt: _at, ...description }: NatGateway): NatGatewayDescription {
  return structuredClone(description);
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
