import { z } from "zod";
import { AwsError } from "../../../core/errors.ts";
import { awsFunction } from "../../pulumi/function.ts";

/** The provider's words when there is no such add-on: terraform-provider-aws/internal/service/eks/addon_data_source.go */
export const getAddon = awsFunction({
  token: "aws:eks/getAddon:getAddon",
  args: { addonName: z.string(), clusterName: z.string() },
  invoke(cloud, key) {
    try {
      const { addon } = cloud.call(cloud.administrator, "eks", "DescribeAddon", key);
      return {
        ...key,
        id: `${key.clusterName}:${key.addonName}`,
        addonVersion: addon.addonVersion,
        arn: addon.addonArn,
        configurationValues: addon.configurationValues ?? "",
        createdAt: addon.createdAt,
        modifiedAt: addon.modifiedAt,
        podIdentityAssociations: [],
        serviceAccountRoleArn: addon.serviceAccountRoleArn ?? "",
        tags: addon.tags,
      };
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
      throw new Error(`reading EKS Add-On (${key.clusterName}:${key.addonName}): couldn't find resource`);
    }
  },
});
