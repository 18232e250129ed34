import { KUBERNETES_VERSIONS } from "../../components/index.ts";
import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { told } from "../living/told.ts";

/**
 * Refuses to change vpc-cni by more than one minor version, before anything is registered: EKS would, in the middle of an
 * update. https://docs.aws.amazon.com/eks/latest/userguide/vpc-add-on-update.html
 *
 * @throws ConfigError
 */
export async function refuseAddonJumps(config: ClusterConfig, living: Living): Promise<void> {
  const installed = await installedVpcCni(living);
  if (installed === undefined) return;
  const given = config.addons.vpcCni?.version;
  const wanted = given ?? KUBERNETES_VERSIONS[config.kubernetesVersion].addons["vpc-cni"];
  const [present, next] = [minorOf(installed), minorOf(wanted)];
  if (present === undefined || next === undefined) return;
  // Without a given version a newer one stays.
  const isStep = Math.abs(next - present) <= 1 || (given === undefined && next < present);
  if (isStep) return;
  const step = present + Math.sign(next - present);
  throw new ConfigError([
    {
      path: "addons.vpcCni.version",
      reason:
        `would go from ${installed} to ${wanted}, but EKS changes vpc-cni by one minor version at a time; ` +
        `set it to a version of v1.${step} first`,
    },
  ]);
}

async function installedVpcCni(living: Living): Promise<string | undefined> {
  const cluster = await living.cluster();
  return cluster && told("by how much vpc-cni would change", cluster.addonVersion("vpc-cni"));
}

/** 21 of `v1.21.1-eksbuild.3`. */
function minorOf(version: string): number | undefined {
  const [, minor] = /^v1\.(\d+)\./.exec(version) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
