import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onEach, onExisting, onNew } from "./authorization.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import type { InternetGateway } from "./records.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GATEWAYS = 5;

/** Makes a gateway that is attached to nothing. @throws AwsError InternetGatewayLimitExceeded */
export function addInternetGateway(
  cloud: Cloud,
  tags: Tag[] = [],
  id = cloud.ids.ec2("igw"),
): InternetGateway {
  if (ec2State(cloud).internetGateways.size >= MAX_GATEWAYS) {
    throw limitExceeded("InternetGatewayLimitExceeded", "internet gateways");
  }
  return ec2State(cloud).internetGateways.set(id, {
    InternetGatewayId: id,
    OwnerId: cloud.accountId,
    Attachments: [],
    Tags: tags,
  });
}

/** The gateway that is attached to the VPC. */
export function gatewayOf(cloud: Cloud, vpcId: string): InternetGateway | undefined {
  return ec2State(cloud).internetGateways.where(({ Attachments }) =>
    Attachments.some(({ VpcId }) => VpcId === vpcId),
  )[0];
}

interface AttachmentRequest {
  readonly InternetGatewayId: string;
  readonly VpcId: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html and its siblings. */
export const internetGatewayOperations = {
  CreateInternetGateway: operation({
    authorize: (cloud, request: { readonly TagSpecifications?: readonly TagSpecification[] | undefined }) =>
      onNew(cloud, "CreateInternetGateway", "internet-gateway", request.TagSpecifications),
    run: (cloud, request, caller): { InternetGateway: InternetGateway } => {
      const tags = newTags(request.TagSpecifications, "internet-gateway", caller);
      return { InternetGateway: structuredClone(addInternetGateway(cloud, tags)) };
    },
  }),

  DescribeInternetGateways: operation({
    run: (
      cloud,
      request: { readonly InternetGatewayIds?: readonly string[]; readonly Filters?: readonly Filter[] },
    ): { InternetGateways: InternetGateway[] } => {
      const { internetGateways } = ec2State(cloud);
      const found =
        request.InternetGatewayIds?.map((id) => internetGateways.get(id)) ?? internetGateways.values();
      return {
        InternetGateways: filtered("DescribeInternetGateways", found, request.Filters, {
          "internet-gateway-id": (gateway) => [gateway.InternetGatewayId],
          "attachment.vpc-id": (gateway) => gateway.Attachments.map(({ VpcId }) => VpcId),
          "attachment.state": (gateway) => gateway.Attachments.map(({ State }) => State),
          "owner-id": (gateway) => [gateway.OwnerId],
        }).map((gateway) => structuredClone(gateway)),
      };
    },
  }),

  AttachInternetGateway: operation({
    authorize: (cloud, request: AttachmentRequest) =>
      onEach(cloud, "AttachInternetGateway", [request.InternetGatewayId, request.VpcId]),
    run: (cloud, { InternetGatewayId, VpcId }): Record<string, never> => {
      const gateway = ec2State(cloud).internetGateways.get(InternetGatewayId);
      ec2State(cloud).vpcs.get(VpcId);
      const [present] = gateway.Attachments;
      if (present !== undefined) {
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `resource ${InternetGatewayId} is already attached to network ${present.VpcId}`,
        );
      }
      const other = gatewayOf(cloud, VpcId);
      if (other !== undefined) {
        throw new AwsError(
          "InvalidParameterValue",
          `Network ${VpcId} already has an internet gateway attached`,
        );
      }
      gateway.Attachments = [{ State: "available", VpcId }];
      return {};
    },
  }),

  DetachInternetGateway: operation({
    authorize: (cloud, request: AttachmentRequest) =>
      onEach(cloud, "DetachInternetGateway", [request.InternetGatewayId, request.VpcId]),
    run: (cloud, { InternetGatewayId, VpcId }): Record<string, never> => {
      const gateway = ec2State(cloud).internetGateways.get(InternetGatewayId);
      if (!gateway.Attachments.some((attachment) => attachment.VpcId === VpcId)) {
        throw new AwsError(
          "Gateway.NotAttached",
          `resource ${InternetGatewayId} is not attached to network ${VpcId}`,
        );
      }
      if (hasPublicAddresses(cloud, VpcId)) {
        throw new AwsError(
          "DependencyViolation",
          `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      }
      gateway.Attachments = [];
      return {};
    },
  }),

  DeleteInternetGateway: operation({
    authorize: (cloud, request: { readonly InternetGatewayId: string }) => [
      onExisting(cloud, "DeleteInternetGateway", request.InternetGatewayId),
    ],
    run: (cloud, { InternetGatewayId }): Record<string, never> => {
      if (ec2State(cloud).internetGateways.get(InternetGatewayId).Attachments.length > 0) {
        throw hasDependencies("internetGateway", InternetGatewayId);
      }
      ec2State(cloud).internetGateways.delete(InternetGatewayId);
      return {};
    },
  }),
};

function hasPublicAddresses(cloud: Cloud, vpcId: string): boolean {
  return (
    ec2State(cloud).networkInterfaces.where(
      (eni) =>
        eni.VpcId === vpcId && eni.PrivateIpAddresses.some(({ Association }) => Association !== undefined),
    ).length > 0
  );
}
