import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
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
  readonly living: LivingCluster;
  readonly clusterName: pulumi.Input<string>;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** What all add-ons of a cluster have in common. */
interface AddonSettings extends Pick<ResolvedEksClusterArgs, "kubernetesVersion" | "tags"> {
  readonly transform: Pick<ResolvedEksClusterArgs["transform"], "addon">;
}

/**
 * An EKS add-on. The eks component could install add-ons too, but all of them before the first node: coredns, which
 * needs nodes to become active, would time out there.
 */
export function createAddon(
  parent: pulumi.Resource,
  name: string,
  { kubernetesVersion, tags, transform }: AddonSettings,
  installation: AddonInstallation,
): aws.eks.Addon {
  const { addonName, addon, serviceAccountRoleArn, clusterName, living, dependsOn } = installation;
  return createChild(aws.eks.Addon, `${name}-${addonName}`, {
    args: {
      clusterName,
      addonName,
      addonVersion: addonVersion(addonName, addon, kubernetesVersion, living),
      ...defined({ configurationValues: configurationValues(installation), serviceAccountRoleArn }),
      // What somebody changed by hand gives way to what is written here.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: { ...tags },
    },
    opts: { parent, dependsOn: [...dependsOn] },
    transform: transform.addon,
  });
}

/** An empty one counts when it is given: AWS's provider leaves the present one alone when none is given. */
function configurationValues({
  addon,
  configuration = {},
}: AddonInstallation): pulumi.Output<string> | undefined {
  const merged = mergeConfiguration(configuration, addon.configuration ?? {});
  const isGiven = Object.keys(merged).length > 0 || addon.configuration !== undefined;
  return isGiven ? pulumi.jsonStringify(merged) : undefined;
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
