import { z } from "zod";
import { ResourceInitError } from "../../../core/errors.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { MINUTE_MS, unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_nat_gateway.go */
export const natGatewayResource = awsResource({
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

  create(context, inputs) {
    const { cloud, timeoutMs = 10 * MINUTE_MS } = context;
    const { NatGatewayId } = cloud.call(cloud.administrator, "ec2", "CreateNatGateway", {
      SubnetId: inputs.subnetId,
      AllocationId: inputs.allocationId,
      ConnectivityType: inputs.connectivityType,
      TagSpecifications: tagSpecifications(context, "natgateway", inputs.tags),
    }).NatGateway;
    const gateway = ec2State(cloud).natGateways.get(NatGatewayId);
    cloud.clock.waitUntil(() => gateway.State !== "pending", timeoutMs);
    if (gateway.State !== "available") {
      throw new ResourceInitError(NatGatewayId, outputsOf(context, NatGatewayId, inputs) ?? {}, [
        gateway.State === "pending"
          ? `waiting for EC2 NAT Gateway (${NatGatewayId}) create: timeout while waiting for state to become 'available' (last state: 'pending', timeout: ${timeoutMs / MINUTE_MS}m0s)`
          : `waiting for EC2 NAT Gateway (${NatGatewayId}) create: unexpected state '${gateway.State}', wanted target 'available'. last error: ${gateway.FailureCode ?? ""}: ${gateway.FailureMessage ?? ""}`,
      ]);
    }
    return NatGatewayId;
  },

  read: outputsOf,

  update(context, id, before, after) {
    updateTags(context, id, before.tags, after.tags);
  },

  delete({ cloud, timeoutMs }, id) {
    unlessGone(["NatGatewayNotFound"], () => {
      cloud.call(cloud.administrator, "ec2", "DeleteNatGateway", { NatGatewayId: id });
      const isGone = () => (ec2State(cloud).natGateways.find(id)?.State ?? "deleted") === "deleted";
      cloud.clock.waitUntil(isGone, timeoutMs ?? 30 * MINUTE_MS);
    });
  },
});

function outputsOf(context: ResourceContext, id: string, properties: Properties): Properties | undefined {
  const gateway = ec2State(context.cloud).natGateways.find(id);
  if (gateway === undefined || gateway.State === "deleted") return undefined;
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
    ...tagOutputs(context, gateway.Tags, properties),
  };
}
