import type { Cloud } from "../../../core/cloud.ts";
import { KubernetesError } from "../../../core/errors.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { fieldManagers } from "../../../kubernetes/field-managers.ts";
import type { Pod } from "../../../kubernetes/objects.ts";
import type { KubernetesApi } from "../../../kubernetes/types.ts";
import { ec2State } from "../../ec2/state.ts";
import { eksService } from "../caller.ts";
import { forgetPodAddresses } from "../pod-network/pod-address.ts";
import { nodeOf } from "./boot.ts";

/** How often EKS evicts what is left on a node, and how long it waits for that at most. */
const POLL_MS = 5_000;
const PATIENCE_MS = 15 * 60_000;

/**
 * Takes a node's pods away: no new ones come, the present ones are evicted within their disruption budgets and get
 * their grace periods.
 *
 * @param done with false when pods are still there after a quarter of an hour.
 */
export function drainNode(
  cloud: Cloud,
  clusterName: string,
  instanceId: string,
  done: (isEmpty: boolean) => void,
): void {
  const api = clustersOf(cloud).get(clusterName)?.api;
  const name = api && nodeOf(api, instanceId)?.metadata.name;
  if (api === undefined || name === undefined) {
    done(true);
    return;
  }
  api.as(fieldManagers.eks).patch("v1/Node", undefined, name, { spec: { unschedulable: true } });
  const since = cloud.clock.now();
  const round = (): void => {
    for (const { metadata } of drainable(api, name)) evict(api, metadata.namespace ?? "", metadata.name);
    cloud.clock.schedule(POLL_MS, () => {
      const isEmpty = drainable(api, name).length === 0;
      if (isEmpty || cloud.clock.now() - since >= PATIENCE_MS) done(isEmpty);
      else round();
    });
  };
  round();
}

/** Ends an instance; its node and whatever pods are left on it go with it. */
export function terminateNode(cloud: Cloud, clusterName: string, instanceId: string): void {
  const api = clustersOf(cloud).get(clusterName)?.api;
  const name = api && nodeOf(api, instanceId)?.metadata.name;
  if (api !== undefined && name !== undefined) {
    api.delete("v1/Node", undefined, name);
    forgetPodAddresses(cloud, clusterName, name);
  }
  const instance = ec2State(cloud).instances.find(instanceId);
  if (instance === undefined || instance.State === "terminated") return;
  cloud.call(eksService, "ec2", "TerminateInstances", { InstanceIds: [instanceId] });
}

/** Deletes what a drain could not move away, as an update does that is forced. */
export function deletePods(cloud: Cloud, clusterName: string, instanceId: string): void {
  const api = clustersOf(cloud).get(clusterName)?.api;
  const name = api && nodeOf(api, instanceId)?.metadata.name;
  if (api === undefined || name === undefined) return;
  for (const { metadata } of drainable(api, name)) {
    api.delete("v1/Pod", metadata.namespace, metadata.name);
  }
}

function evict(api: KubernetesApi, namespace: string, name: string): void {
  try {
    api.evict(namespace, name);
  } catch (error) {
    // Too many requests for its budget, or more than one budget: asked for again in the next round.
    if (!(error instanceof KubernetesError)) throw error;
  }
}

/** Pods that a drain moves away: all but those that belong to the node itself. */
function drainable(api: KubernetesApi, nodeName: string): Pod[] {
  return api
    .list("v1/Pod")
    .filter(
      ({ spec, metadata }) =>
        spec.nodeName === nodeName && !metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet"),
    );
}
