import { interfaceOf, type Endpoint } from "../../aws/ec2/reachability.ts";
import type { NetworkInterface } from "../../aws/ec2/records.ts";
import { eksState } from "../../aws/eks/state.ts";
import type { Cloud } from "../../core/cloud.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";
import { nodeAddress } from "../../kubernetes/nodes.ts";
import type { Node, Pod } from "../../kubernetes/objects.ts";

/** Who asks: a pod that runs, or somebody on the internet. */
export type Client =
  | { readonly cluster: KubernetesCluster; readonly pod: Pod }
  | { readonly address: string; readonly cluster?: undefined };

/** A node of a cluster, with its first network interface. */
export interface NodePlace {
  readonly name: string;
  readonly address: string;
  readonly interface: NetworkInterface;
}

/** Where a pod's connections begin. */
export interface PodPlace {
  readonly cluster: KubernetesCluster;
  readonly vpcId: string;
  readonly node: NodePlace;
  /** The pod's own address, or that of its node for a pod in the node's network. */
  readonly end: Endpoint & { readonly interface: NetworkInterface };
}

export function vpcOf(cloud: Cloud, { name }: KubernetesCluster): string {
  return eksState(cloud).clusters.get(name).resourcesVpcConfig.vpcId;
}

export function placeOf(cloud: Cloud, cluster: KubernetesCluster, pod: Pod): PodPlace {
  const vpcId = vpcOf(cloud, cluster);
  const node = nodePlace(cloud, cluster, pod.spec.nodeName ?? "");
  const address = pod.status.podIP ?? node.address;
  return { cluster, vpcId, node, end: { address, interface: interfaceOf(cloud, vpcId, address)! } };
}

export function nodePlace(cloud: Cloud, cluster: KubernetesCluster, name: string): NodePlace {
  const address = internalAddress(cluster.api.get("v1/Node", undefined, name));
  return { name, address, interface: interfaceOf(cloud, vpcOf(cloud, cluster), address)! };
}

/** The node that has an address in the VPC. */
export function nodeWith({ api }: KubernetesCluster, address: string): Node | undefined {
  return api.views("v1/Node").find((node) => internalAddress(node) === address);
}

function internalAddress(node: Node): string {
  return nodeAddress(node, "InternalIP") ?? "";
}
