import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { ec2Arn } from "../kinds.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { deleteWhenFree, MINUTE_MS, unlessGone } from "./waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_internet_gateway.go */
export const internetGatewayResource = awsResource({
  token: "aws:ec2/internetGateway:InternetGateway",
  schema: z.object({ vpcId: z.string().optional(), ...tagsInput }),
  computed: ["arn", "ownerId", "tagsAll", "vpcId"],

  create(context, inputs) {
    const { cloud } = context;
    const { InternetGateway } = cloud.call(cloud.administrator, "ec2", "CreateInternetGateway", {
      TagSpecifications: tagSpecifications(context, "internet-gateway", inputs.tags),
    });
    if (inputs.vpcId !== undefined) attach(context, InternetGateway.InternetGatewayId, inputs.vpcId);
    return InternetGateway.InternetGatewayId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const gateway = ec2State(cloud).internetGateways.find(id);
    return (
      gateway && {
        arn: ec2Arn(cloud, id),
        ownerId: gateway.OwnerId,
        vpcId: gateway.Attachments[0]?.VpcId ?? "",
        ...tagOutputs(context, gateway.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    if (after.vpcId !== undefined && before.vpcId !== after.vpcId) {
      detach(context, id);
      attach(context, id, after.vpcId);
    }
    updateTags(context, id, before.tags, after.tags);
  },

  delete(context, id) {
    const { cloud } = context;
    unlessGone(["InvalidInternetGatewayID.NotFound"], () => {
      detach(context, id);
      cloud.call(cloud.administrator, "ec2", "DeleteInternetGateway", { InternetGatewayId: id });
    });
  },
});

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
