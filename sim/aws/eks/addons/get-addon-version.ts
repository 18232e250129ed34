import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { addonDefinition } from "./registry.ts";

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
