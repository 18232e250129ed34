import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { deleteWhenFree, MINUTE_MS } from "../kind/waiting.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { onEach } from "./authorization.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import type { InternetGateway } from "./records.ts";
import { ec2State } from "./state.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GATEWAYS = 5;

const gateways = ec2Kind(
  {
    prefix: "igw",
    one: "InternetGateway",
    id: "InternetGatewayId",
    create: "CreateInternetGateway",
    describe: "DescribeInternetGateways",
    delete: "DeleteInternetGateway",
  },
  {
    make(cloud, _request: object, id, tags) {
      if (ec2State(cloud).internetGateways.size >= MAX_GATEWAYS) {
        throw limitExceeded("InternetGatewayLimitExceeded", "internet gateways");
      }
      return { InternetGatewayId: id, OwnerId: cloud.accountId, Attachments: [], Tags: tags };
    },
    filters: () => ({
      "internet-gateway-id": (gateway) => [gateway.InternetGatewayId],
      "attachment.vpc-id": (gateway) => gateway.Attachments.map(({ VpcId }) => VpcId),
      "attachment.state": (gateway) => gateway.Attachments.map(({ State }) => State),
      "owner-id": (gateway) => [gateway.OwnerId],
    }),
    unmake(_cloud, { InternetGatewayId, Attachments }) {
      if (Attachments.length > 0) throw hasDependencies("internetGateway", InternetGatewayId);
    },
  },
);

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
  ...gateways.operations,

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
};

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_internet_gateway.go */
export const internetGatewayResource = gateways.resource({
  token: "aws:ec2/internetGateway:InternetGateway",
  schema: z.object({ vpcId: z.string().optional(), ...tagsInput }),
  computed: ["arn", "ownerId", "tagsAll", "vpcId"],

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { InternetGatewayId } = cloud.call(
      cloud.administrator,
      "ec2",
      "CreateInternetGateway",
      tagging,
    ).InternetGateway;
    if (inputs.vpcId !== undefined) attach(context, InternetGatewayId, inputs.vpcId);
    return InternetGatewayId;
  },

  outputs: ({ cloud }, { InternetGatewayId, OwnerId, Attachments }) => ({
    arn: ec2Arn(cloud, InternetGatewayId),
    ownerId: OwnerId,
    vpcId: Attachments[0]?.VpcId ?? "",
  }),

  update(context, id, before, after) {
    if (after.vpcId === undefined || before.vpcId === after.vpcId) return;
    detach(context, id);
    attach(context, id, after.vpcId);
  },

  delete(context, id) {
    const { cloud } = context;
    detach(context, id);
    cloud.call(cloud.administrator, "ec2", "DeleteInternetGateway", { InternetGatewayId: id });
  },
});

function hasPublicAddresses(cloud: Cloud, vpcId: string): boolean {
  return (
    ec2State(cloud).networkInterfaces.where(
      (eni) =>
        eni.VpcId === vpcId && eni.PrivateIpAddresses.some(({ Association }) => Association !== undefined),
    ).length > 0
  );
}

function attach({ cloud }: ResourceContext, InternetGatewayId: string, VpcId: string): void {
  cloud.call(cloud.administrator, "ec2", "AttachInternetGateway", { InternetGatewayId, VpcId });
}

/** Takes the gateway from its VPC, waiting while public addresses are mapped there. */
function detach(context: ResourceContext, InternetGatewayId: string): void {
  const { cloud } = context;
  const attached = ec2State(cloud).internetGateways.get(InternetGatewayId).Attachments[0];
  if (attached === undefined) return;
  deleteWhenFree(context, 20 * MINUTE_MS, () => {
    const { VpcId } = attached;
    cloud.call(cloud.administrator, "ec2", "DetachInternetGateway", { InternetGatewayId, VpcId });
  });
}
