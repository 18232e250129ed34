import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ifThere } from "../shared/if-there.ts";
import { KUBERNETES_VERSIONS, type AddonName, type KubernetesVersion } from "./kubernetes-versions.ts";

/** A cluster that is there, as AWS tells before an update, in previews too. */
export interface FoundCluster {
  readonly name: string;
  readonly vpcId: string;
  /** Subnets of its control plane. */
  readonly subnetIds: readonly string[];
  /**
   * Version of an add-on; undefined for one that is not installed.
   *
   * @throws what the AWS provider says when the add-on cannot be read.
   */
  addonVersion(addonName: AddonName): Promise<string | undefined>;
  /**
   * ARN of the KMS key with which it encrypts; undefined for one that AWS owns. No function of EKS shows it: whoever asks
   * needs `cloudformation:GetResource` besides `eks:DescribeCluster`.
   *
   * @throws what the AWS provider says when the cluster cannot be read so.
   */
  encryptionKeyArn(): Promise<string | undefined>;
}

/** A cluster that may be there. */
export type LivingCluster = Promise<FoundCluster | undefined>;

/** @throws what the AWS provider says, unless it is that there is no cluster of that name. */
export async function findCluster(name: string, opts: pulumi.InvokeOptions = {}): LivingCluster {
  const { names } = await aws.eks.getClusters({}, opts);
  if (!names.includes(name)) return undefined;
  const { vpcId, subnetIds } = (await aws.eks.getCluster({ name }, opts)).vpcConfig;
  const versions = new Map<AddonName, Promise<string | undefined>>();
  return {
    name,
    vpcId,
    subnetIds,
    addonVersion(addonName) {
      const version = versions.get(addonName) ?? installedVersion(name, addonName, opts);
      versions.set(addonName, version);
      return version;
    },
    encryptionKeyArn: () => encryptionKey(name, opts),
  };
}

async function encryptionKey(identifier: string, opts: pulumi.InvokeOptions): Promise<string | undefined> {
  const { properties } = await aws.cloudcontrol.getResource(
    { typeName: "AWS::EKS::Cluster", identifier },
    opts,
  );
  return (JSON.parse(properties) as { readonly EncryptionConfigKeyArn?: string }).EncryptionConfigKeyArn;
}

async function installedVersion(
  clusterName: string,
  addonName: AddonName,
  opts: pulumi.InvokeOptions,
): Promise<string | undefined> {
  return (await ifThere(aws.eks.getAddon({ clusterName, addonName }, opts)))?.addonVersion;
}

/**
 * The version to give an add-on: the wanted one, or the fixed one of the Kubernetes version, which never takes back a newer
 * one that somebody installed.
 */
export function addonVersion(
  addonName: AddonName,
  { version }: { readonly version?: string },
  kubernetesVersion: KubernetesVersion,
  living: LivingCluster,
): pulumi.Input<string> {
  if (version !== undefined) return version;
  const fixed = KUBERNETES_VERSIONS[kubernetesVersion].addons[addonName];
  return pulumi.output(living.then(async (cluster) => newer(fixed, await cluster?.addonVersion(addonName))));
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
