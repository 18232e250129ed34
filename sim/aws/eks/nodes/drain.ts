import type { Cloud } from "../../../cloud.ts";
import type { Pod } from "../../../kubernetes/objects.ts";
import type { KubernetesApi, KubeObject } from "../../../kubernetes/types.ts";
import { eksService } from "../caller.ts";
import { forgetPodAddresses } from "../pod-network/pod-address.ts";
import { nodeOf } from "./boot.ts";

/** How often EKS looks whether a node is empty, and how long it waits for that at most. */
const POLL_MS = 5_000;
const PATIENCE_MS = 15 * 60_000;

/**
 * Takes an instance out of its cluster: no new pods, the present ones go with their grace periods, then node and
 * instance.
 */
export function drainAndTerminate(
  cloud: Cloud,
  clusterName: string,
  instanceId: string,
  done: () => void,
): void {
  const api = cloud.clusters.get(clusterName)?.api;
  const node = api && nodeOf(api, instanceId);
  if (api === undefined || node === undefined) {
    terminate(cloud, instanceId);
    done();
    return;
  }
  api.patch("v1/Node", undefined, node.metadata.name, { spec: { unschedulable: true } });
  for (const pod of drainable(api, node.metadata.name)) {
    api.delete("v1/Pod", pod.metadata.namespace, pod.metadata.name);
  }
  waitUntilEmpty(cloud, api, node, cloud.clock.now(), () => {
    if (api.find("v1/Node", undefined, node.metadata.name) !== undefined) {
      api.delete("v1/Node", undefined, node.metadata.name);
    }
    forgetPodAddresses(cloud, clusterName, node.metadata.name);
    terminate(cloud, instanceId);
    done();
  });
}

function waitUntilEmpty(
  cloud: Cloud,
  api: KubernetesApi,
  node: KubeObject,
  since: number,
  done: () => void,
): void {
  cloud.clock.schedule(POLL_MS, () => {
    const isEmpty = drainable(api, node.metadata.name).length === 0;
    if (isEmpty || cloud.clock.now() - since >= PATIENCE_MS) done();
    else waitUntilEmpty(cloud, api, node, since, done);
  });
}

/** Pods that a drain moves away: all but those that belong to the node itself. */
function drainable(api: KubernetesApi, nodeName: string): Pod[] {
  return (api.list("v1/Pod") as Pod[]).filter(
    ({ spec, metadata }) =>
      spec.nodeName === nodeName && !metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet"),
  );
}

function terminate(cloud: Cloud, instanceId: string): void {
  const instance = cloud.ec2.instances.find(instanceId);
  if (instance === undefined || instance.State === "terminated") return;
  cloud.call(eksService, "ec2", "TerminateInstances", { InstanceIds: [instanceId] });
}
