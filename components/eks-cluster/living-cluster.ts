import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonArgs } from "./args.ts";
import { KUBERNETES_VERSIONS, type AddonName, type KubernetesVersion } from "./kubernetes-versions.ts";

/** What AWS says of a cluster before an update, in previews too. */
export interface LivingCluster {
  readonly name: string;
  /** Whether there is one already. */
  readonly exists: pulumi.Output<boolean>;
  /** Subnets of its control plane. */
  readonly subnetIds: pulumi.Output<readonly string[] | undefined>;
  readonly parent: pulumi.Resource;
}

/** Looks for a cluster of that name. */
export function lookUpLivingCluster(name: string, parent: pulumi.Resource): LivingCluster {
  const { names } = aws.eks.getClustersOutput({}, { parent });
  const exists = names.apply((all) => all.includes(name));
  const subnetIds = exists.apply(async (isThere) =>
    isThere ? (await aws.eks.getCluster({ name }, { parent })).vpcConfig.subnetIds : undefined,
  );
  return { name, exists, subnetIds, parent };
}

/**
 * The version to give an add-on: the wanted one, or the fixed one of the Kubernetes version, which never takes back a newer
 * one that somebody installed.
 */
export function addonVersion(
  addonName: AddonName,
  { version }: AddonArgs,
  kubernetesVersion: KubernetesVersion,
  living: LivingCluster,
): pulumi.Input<string> {
  if (version !== undefined) return version;
  const fixed = KUBERNETES_VERSIONS[kubernetesVersion].addons[addonName];
  return installedVersion(addonName, living).apply((installed) => newer(fixed, installed));
}

function installedVersion(addonName: AddonName, living: LivingCluster): pulumi.Output<string | undefined> {
  const { name: clusterName, exists, parent } = living;
  return exists.apply(async (isThere) => {
    if (!isThere) return undefined;
    try {
      return (await aws.eks.getAddon({ clusterName, addonName }, { parent })).addonVersion;
    } catch (error) {
      if (isMissing(error as Error)) return undefined;
      throw error;
    }
  });
}

/** In the words of terraform-provider-aws, or in those of EKS. */
function isMissing({ message }: Error): boolean {
  return /couldn't find resource|empty result|ResourceNotFoundException/.test(message);
}

/** A version of a form that is not EKS's is taken for the newer one: somebody chose it. */
function newer(fixed: string, installed: string | undefined): string {
  if (installed === undefined) return fixed;
  const [ours, theirs] = [numbersOf(fixed), numbersOf(installed)];
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  return at < 0 || !(ours[at]! > (theirs[at] ?? Infinity)) ? installed : fixed;
}

/** 1, 21, 1 and 3 of `v1.21.1-eksbuild.3`. */
function numbersOf(version: string): number[] {
  const [, ...numbers] = /^v(\d+)\.(\d+)\.(\d+)-eksbuild\.(\d+)$/.exec(version) ?? [];
  return numbers.map(Number);
}
