import type { z } from "zod";
import type { Manifest } from "../../../kubernetes/types.ts";

/** What an add-on's objects are rendered from. */
export interface AddonContext {
  readonly region: string;
  /** `v1.22.4-eksbuild.1` */
  readonly addonVersion: string;
  readonly clusterName: string;
  /** Addresses of Services, from which the one of the cluster's DNS follows. */
  readonly serviceIpv4Cidr: string;
}

/** An EKS add-on that the simulated cloud can install. */
export interface AddonDefinition {
  readonly name: string;
  /** The workload whose pods must be ready for the add-on to be active. */
  readonly workload: { readonly kind: "DaemonSet" | "Deployment"; readonly name: string };
  /** The service account that `serviceAccountRoleArn` is for. */
  readonly serviceAccount: string;
  /** Whether every cluster has it from the start, unless `bootstrapSelfManagedAddons` is off. */
  readonly bootstrap: boolean;
  /** What `configurationValues` may hold, but the simulated cloud knows nothing of. */
  readonly unmodelled: readonly string[];
  /** What `configurationValues` may hold. */
  readonly configuration: z.ZodObject;
  /** @param configuration parsed `configurationValues`. */
  manifests(context: AddonContext, configuration: Record<string, unknown>): Manifest[];
}

/** Where EKS keeps the images of its add-ons: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html */
export function addonImage(region: string, repository: string, tag: string): string {
  const account = registryAccounts[region] ?? "602401143452";
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}:${tag}`;
}

/** Registries of the regions that have one of their own. */
const registryAccounts: Readonly<Record<string, string>> = {
  "af-south-1": "877085696533",
  "ap-east-1": "800184023465",
  "eu-south-1": "590381155156",
  "me-south-1": "558608220178",
};
