import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { AddonArgs } from "./args.ts";
import { addonVersion, type LivingCluster } from "./living-cluster.ts";
import type { AddonName } from "./kubernetes-versions.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** An add-on to install. */
export interface AddonInstallation {
  readonly addonName: AddonName;
  readonly addon: AddonArgs;
  /** Configuration that `addon.configuration` is merged over. */
  readonly configuration?: pulumi.Inputs;
  /** Role of the add-on's service account. */
  readonly serviceAccountRoleArn?: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly living: LivingCluster;
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * An EKS add-on. The eks component could install add-ons too, but all of them before the first node: coredns, which
 * needs nodes to become active, would time out there.
 */
export function createAddon(
  name: string,
  {
    addonName,
    addon,
    configuration,
    serviceAccountRoleArn,
    clusterName,
    living,
    dependsOn,
  }: AddonInstallation,
  args: ResolvedEksClusterArgs,
  parent: pulumi.Resource,
): aws.eks.Addon {
  const merged = mergeConfiguration(configuration ?? {}, addon.configuration ?? {});
  return new aws.eks.Addon(
    name,
    transformed<aws.eks.AddonArgs>(
      args.transform.addon,
      {
        clusterName,
        addonName,
        addonVersion: addonVersion(addonName, addon, args.kubernetesVersion, living),
        // An empty configuration counts when it is given: AWS's provider leaves the present one alone when none is
        // given.
        ...((Object.keys(merged).length > 0 || addon.configuration !== undefined) && {
          configurationValues: pulumi.jsonStringify(merged),
        }),
        ...(serviceAccountRoleArn !== undefined && { serviceAccountRoleArn }),
        // What somebody changed by hand gives way to what is written here.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags: { ...args.tags },
      },
      name,
    ),
    { parent, dependsOn: [...dependsOn] },
  );
}

/** `own`, with `given` over it; objects in both are merged in turn. */
function mergeConfiguration(own: pulumi.Inputs, given: Readonly<Record<string, unknown>>): pulumi.Inputs {
  const merged: pulumi.Inputs = { ...own };
  for (const [key, value] of Object.entries(given)) {
    merged[key] = isObject(merged[key]) && isObject(value) ? mergeConfiguration(merged[key], value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value)
  );
}
