import type { Cloud } from "../../../core/cloud.ts";
import type { KubernetesCluster } from "../../../kubernetes/cluster.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { fieldManagers } from "../../../kubernetes/field-managers.ts";
import type { DaemonSet } from "../../../kubernetes/objects.ts";
import type { KubeObject, Manifest } from "../../../kubernetes/types.ts";
import type { Cluster } from "../records.ts";
import { parseConfiguration } from "./configuration.ts";
import type { AddonDefinition } from "./definition.ts";
import { NAMESPACE } from "./objects.ts";
import { addonDefinitions } from "./registry.ts";
import { defaultAddonVersion } from "./versions.ts";

/** What an add-on is installed with. */
export interface AddonInstallation {
  readonly addonVersion: string;
  readonly configurationValues?: string | undefined;
  readonly serviceAccountRoleArn?: string | undefined;
}

/** Installs the add-ons that a new cluster comes with, outside of EKS's add-on management. */
export function installSelfManagedAddons(cloud: Cloud, cluster: Cluster): void {
  for (const definition of addonDefinitions) {
    const addonVersion = defaultAddonVersion(definition.name, cluster.version);
    if (!definition.bootstrap || addonVersion === undefined) continue;
    applyAddon(cloud, cluster, definition, { addonVersion });
  }
}

/** Brings an add-on's objects into the cluster, or to another version or configuration. */
export function applyAddon(
  cloud: Cloud,
  cluster: Cluster,
  definition: AddonDefinition,
  installation: AddonInstallation,
): void {
  const api = kubernetesOf(cloud, cluster.name).api;
  for (const manifest of renderAddon(cloud, cluster, definition, installation)) {
    api.as(fieldManagers.eks).apply(manifest, { force: true });
  }
}

/** Removes an add-on's objects; it is not an error when some are gone already. */
export function removeAddon(
  cloud: Cloud,
  cluster: Cluster,
  definition: AddonDefinition,
  installation: AddonInstallation,
): void {
  const api = kubernetesOf(cloud, cluster.name).api;
  for (const { apiVersion, kind, metadata } of renderAddon(
    cloud,
    cluster,
    definition,
    installation,
  ).reverse()) {
    const gvk = `${apiVersion}/${kind}`;
    const name = String(metadata.name);
    if (api.find(gvk, metadata.namespace, name) !== undefined) api.delete(gvk, metadata.namespace, name);
  }
}

/** Objects in the cluster that an add-on would change but does not own, as EKS lists conflicts. */
export function addonConflicts(
  cloud: Cloud,
  cluster: Cluster,
  definition: AddonDefinition,
  installation: AddonInstallation,
): string[] {
  const { kind, name } = definition.workload;
  const present = kubernetesOf(cloud, cluster.name).api.find(`apps/v1/${kind}`, NAMESPACE, name);
  const wanted = renderAddon(cloud, cluster, definition, installation).find(
    (manifest) => manifest.kind === kind,
  );
  if (present === undefined || imageOf(present) === imageOf(wanted)) return [];
  const container = `.spec.template.spec.containers[name="${name}"].image`;
  return [`${kind}.apps ${name} - ${container}`];
}

/** Whether all pods of the add-on's workload are those that it now wants, and ready. */
export function isAddonReady(cloud: Cloud, cluster: Cluster, definition: AddonDefinition): boolean {
  const { kind, name } = definition.workload;
  const workload = kubernetesOf(cloud, cluster.name).api.find(`apps/v1/${kind}`, NAMESPACE, name);
  if (workload === undefined) return false;
  const { metadata, spec, status = {} } = workload as KubeObject & { spec: Rollout; status?: Rollout };
  if (status.observedGeneration !== metadata.generation) return false;
  const { readyReplicas = 0, updatedReplicas = 0, numberReady = 0, updatedNumberScheduled = 0 } = status;
  return kind === "Deployment"
    ? Math.min(readyReplicas, updatedReplicas) >= (spec.replicas ?? 1)
    : Math.min(numberReady, updatedNumberScheduled) >= (status.desiredNumberScheduled ?? 0);
}

/** What tells how far a Deployment or a DaemonSet is, in its spec and in its status. */
interface Rollout {
  readonly replicas?: number;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly numberReady?: number;
  readonly updatedNumberScheduled?: number;
}

function renderAddon(
  cloud: Cloud,
  cluster: Cluster,
  definition: AddonDefinition,
  { addonVersion, configurationValues, serviceAccountRoleArn }: AddonInstallation,
): Manifest[] {
  const manifests = definition.manifests(
    {
      region: cloud.region,
      addonVersion,
      clusterName: cluster.name,
      serviceIpv4Cidr: cluster.kubernetesNetworkConfig.serviceIpv4Cidr,
    },
    parseConfiguration(definition, configurationValues),
  );
  if (serviceAccountRoleArn === undefined) return manifests;
  return manifests.map((manifest) =>
    manifest.kind === "ServiceAccount" && manifest.metadata.name === definition.serviceAccount
      ? withAnnotation(manifest, "eks.amazonaws.com/role-arn", serviceAccountRoleArn)
      : manifest,
  );
}

function withAnnotation(manifest: Manifest, key: string, value: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { [key]: value } } };
}

function kubernetesOf(cloud: Cloud, name: string): KubernetesCluster {
  const found = clustersOf(cloud).get(name);
  if (found === undefined) throw new TypeError(`EKS cluster ${name} has no control plane`);
  return found;
}

function imageOf(workload: KubeObject | Manifest | undefined): string | undefined {
  const { template } = (workload?.spec ?? {}) as Partial<DaemonSet["spec"]>;
  return template?.spec.containers[0]?.image;
}
