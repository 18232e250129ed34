import { z } from "zod";
import { AwsError } from "../../../core/errors.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { addonDefinition } from "./registry.ts";

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

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getaddonversion/ */
export const getAddonVersion = awsFunction({
  token: "aws:eks/getAddonVersion:getAddonVersion",
  args: { addonName: z.string(), kubernetesVersion: z.string(), mostRecent: z.boolean().optional() },
  invoke(cloud, { addonName, kubernetesVersion, mostRecent }) {
    addonDefinition(addonName);
    const { addons } = cloud.call(cloud.administrator, "eks", "DescribeAddonVersions", {
      addonName,
      kubernetesVersion,
    });
    const found = addons[0]?.addonVersions.find(
      ({ compatibilities }) => mostRecent || compatibilities.some(({ defaultVersion }) => defaultVersion),
    );
    if (found === undefined) {
      throw new Error(
        `reading EKS Add-On version info (${addonName}, ${kubernetesVersion}): couldn't find resource`,
      );
    }
    return { id: addonName, addonName, kubernetesVersion, mostRecent, version: found.addonVersion };
  },
});
