import { eksState } from "../../sim/aws/eks/state.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { KubeObject } from "../../sim/kubernetes/types.ts";

/** Who answers at a target: a pod, or a node whose node port is the target. */
export interface TargetOwner {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Null for a node. */
  readonly pod: string | null;
  /** Availability zone. */
  readonly zone: string;
}

/** Key of a target: VPCs may have the same addresses. @param id address or instance id. */
export function inVpc(vpcId: string, id: string): string {
  return `${vpcId} ${id}`;
}

/** Owners by {@link inVpc}, as the clusters that are there know them. */
export function targetOwners(cloud: Cloud): Map<string, TargetOwner> {
  const owners = new Map<string, TargetOwner>();
  for (const { name: cluster, api } of clustersOf(cloud).values()) {
    const { vpcId } = eksState(cloud).clusters.get(cluster).resourcesVpcConfig;
    const zones = new Map<string, string>();
    for (const node of api.list("v1/Node")) {
      const zone = node.metadata.labels?.["topology.kubernetes.io/zone"] ?? "";
      zones.set(node.metadata.name, zone);
      const instanceId = instanceIdOf(node);
      if (instanceId !== undefined) owners.set(inVpc(vpcId, instanceId), { cluster, pod: null, zone });
    }
    for (const pod of api.list("v1/Pod")) {
      const address = ownAddress(pod);
      if (address === undefined) continue;
      const { nodeName } = pod["spec"] as { nodeName: string };
      owners.set(inVpc(vpcId, address), { cluster, pod: pod.metadata.name, zone: zones.get(nodeName) ?? "" });
    }
  }
  return owners;
}

/** Id of the EC2 instance that a node runs on. */
export function instanceIdOf(node: KubeObject): string | undefined {
  const { providerID } = node["spec"] as { providerID?: string };
  return providerID?.split("/").at(-1);
}

/** A pod on the host's network has none; one that has ended still shows its own, which may be another's by now. */
function ownAddress(pod: KubeObject): string | undefined {
  const { hostNetwork } = pod["spec"] as { hostNetwork?: boolean };
  const { phase, podIP } = (pod["status"] ?? {}) as { phase?: string; podIP?: string };
  return hostNetwork === true || phase === "Succeeded" || phase === "Failed" ? undefined : podIP;
}
