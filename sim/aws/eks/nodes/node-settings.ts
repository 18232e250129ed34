import type { Cloud } from "../../../core/cloud.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { fieldManagers } from "../../../kubernetes/field-managers.ts";
import type { Node, Taint } from "../../../kubernetes/objects.ts";
import type { Nodegroup } from "../records.ts";
import { nodeOf } from "./boot.ts";
import { instancesOf } from "./launch.ts";
import { kubernetesTaint } from "./node-object.ts";

/** What a node group says of the nodes in it. */
export type NodeSettings = Pick<Nodegroup, "labels" | "taints">;

/** Brings a change of a group's labels and taints to the nodes that are there. */
export function updateNodes(cloud: Cloud, group: Nodegroup, before: NodeSettings): void {
  const api = clustersOf(cloud).get(group.clusterName)?.api;
  if (api === undefined) return;
  const removedLabels = Object.keys(before.labels).filter((key) => !(key in group.labels));
  const labels = { ...Object.fromEntries(removedLabels.map((key) => [key, null])), ...group.labels };
  for (const { InstanceId } of instancesOf(cloud, group)) {
    const node = nodeOf(api, InstanceId);
    if (node === undefined) continue;
    const taints = [...foreignTaints(node, before), ...group.taints.map(kubernetesTaint)];
    api
      .as(fieldManagers.eks)
      .patch("v1/Node", undefined, node.metadata.name, { metadata: { labels }, spec: { taints } });
  }
}

/** Taints of a node that its group did not give it. */
function foreignTaints(node: Node, { taints }: NodeSettings): Taint[] {
  const own = taints.map(kubernetesTaint);
  return (node.spec.taints ?? []).filter(
    (taint) => !own.some(({ key, effect }) => key === taint.key && effect === taint.effect),
  );
}
