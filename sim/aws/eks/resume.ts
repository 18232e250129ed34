import type { Cloud } from "../../core/cloud.ts";
import { KubernetesCluster, type SavedCluster } from "../../kubernetes/cluster.ts";
import { clustersOf } from "../../kubernetes/clusters.ts";
import type { SavedParts } from "../../service.ts";
import { resumeAddons } from "./addons/addon.ts";
import { resumeClusters } from "./cluster/cluster.ts";
import { resumeClusterUpdates } from "./cluster/update.ts";
import { connectToAws } from "./cluster/control-plane.ts";
import { resumeNodegroups } from "./nodegroup/lifecycle.ts";
import { resumePodAddresses } from "./pod-network/pod-address.ts";
import { eksState } from "./state.ts";

/**
 * Starts the Kubernetes clusters of a saved world and goes on with what was under way.
 *
 * @param saved.clusters what was saved of each, by name.
 */
export function resumeEks(cloud: Cloud, { clusters }: SavedParts): void {
  for (const { name, status, version, kubernetesNetworkConfig } of eksState(cloud).clusters.values()) {
    // Its control plane starts when it is made.
    if (status === "CREATING") continue;
    const kubernetes = new KubernetesCluster({
      name,
      cloud,
      version,
      serviceCidr: kubernetesNetworkConfig.serviceIpv4Cidr,
    });
    clustersOf(cloud).set(name, kubernetes);
    connectToAws(cloud, kubernetes);
    // The API server's own form, which it wrote itself.
    kubernetes.restore(clusters[name] as SavedCluster);
  }
  resumeClusters(cloud);
  resumeClusterUpdates(cloud);
  resumePodAddresses(cloud);
  resumeNodegroups(cloud);
  resumeAddons(cloud);
}
