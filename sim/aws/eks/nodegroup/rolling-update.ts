/** How EKS brings a node group's nodes to another version, image or launch template. */
import type { Cloud } from "../../../core/cloud.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { Instance } from "../../ec2/records.ts";
import { fieldManagers } from "../../../kubernetes/field-managers.ts";
import { activate, awaitNodes, fail, isCurrent, LAUNCH_MS, launchOne, scaleIn } from "./lifecycle.ts";
import { nodeOf } from "../nodes/boot.ts";
import { deletePods, drainNode, terminateNode } from "../nodes/drain.ts";
import { instancesOf } from "../nodes/launch.ts";
import type { Nodegroup } from "../records.ts";

/** Virtual time between a node's last pod and its end, for load balancers to let go of it. */
const SETTLE_MS = 60_000;

/** What an update changes, and what comes back when it fails. */
export type NodeImage = Pick<Nodegroup, "version" | "releaseVersion" | "launchTemplate">;

/**
 * Replaces every instance by one of the group's present version and template: new ones come first, then the old ones are
 * drained, as many at a time as `updateConfig` says.
 *
 * @param before what the group had; it has it again when the update fails.
 * @param force deletes pods that do not leave within a quarter of an hour, instead of failing.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export function replaceNodes(cloud: Cloud, group: Nodegroup, before: NodeImage, force: boolean): void {
  const old = instancesOf(cloud, group);
  delete group.failedUpdate;
  cloud.clock.schedule(LAUNCH_MS, () => {
    if (!isCurrent(cloud, group)) return;
    for (const _ of old) {
      const issue = launchOne(cloud, group);
      if (issue !== undefined) {
        fail(group, issue);
        return;
      }
    }
    awaitNodes(cloud, group, cloud.clock.now(), () => {
      for (const instance of old) excludeNode(cloud, group, instance);
      drainInTurn(cloud, group, [...old], force, (stuck) => {
        if (stuck !== undefined) failEviction(cloud, group, before, stuck);
        else finish(cloud, group);
      });
    });
  });
}

/** Before the first node is drained, none of the old ones takes new pods or new connections. */
function excludeNode(cloud: Cloud, { clusterName }: Nodegroup, { InstanceId }: Instance): void {
  const api = clustersOf(cloud).get(clusterName)?.api;
  const node = api && nodeOf(api, InstanceId);
  if (api === undefined || node === undefined) return;
  api.as(fieldManagers.eks).patch("v1/Node", undefined, node.metadata.name, {
    metadata: { labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "true" } },
    spec: { unschedulable: true },
  });
}

/** Drains the instances, so many side by side as the group may miss. @param done with one that cannot be drained. */
function drainInTurn(
  cloud: Cloud,
  group: Nodegroup,
  instances: Instance[],
  force: boolean,
  done: (stuck: Instance | undefined) => void,
): void {
  let running = 0;
  let stuck: Instance | undefined;
  const next = (): void => {
    const instance = stuck === undefined ? instances.shift() : undefined;
    if (instance === undefined) {
      if (running === 0) done(stuck);
      return;
    }
    running += 1;
    drainNode(cloud, group.clusterName, instance.InstanceId, (isEmpty) => {
      if (!isEmpty && !force) {
        stuck ??= instance;
        running -= 1;
        next();
        return;
      }
      deletePods(cloud, group.clusterName, instance.InstanceId);
      cloud.clock.schedule(SETTLE_MS, () => {
        terminateNode(cloud, group.clusterName, instance.InstanceId);
        running -= 1;
        next();
      });
    });
  };
  const slots = Math.min(maxUnavailable(group, instances.length), Math.max(1, instances.length));
  for (let slot = 0; slot < slots; slot++) next();
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html */
function maxUnavailable({ updateConfig }: Nodegroup, nodes: number): number {
  const { maxUnavailablePercentage: percentage } = updateConfig;
  if (percentage === undefined) return updateConfig.maxUnavailable ?? 1;
  return Math.max(1, Math.floor((nodes * percentage) / 100));
}

/** Nodes that an update before this one left over go now. */
function finish(cloud: Cloud, group: Nodegroup): void {
  scaleIn(cloud, group);
  activate(group);
}

/** The group stays in service, with nodes of both kinds; the update is what has failed. */
function failEviction(cloud: Cloud, group: Nodegroup, before: NodeImage, { InstanceId }: Instance): void {
  const api = clustersOf(cloud).get(group.clusterName)?.api;
  const node = api && nodeOf(api, InstanceId);
  Object.assign(group, before);
  activate(group);
  group.failedUpdate = {
    code: "PodEvictionFailure",
    message: `Reached max retries while trying to evict pods from nodes in node group ${group.nodegroupName}`,
    resourceIds: [node?.metadata.name ?? InstanceId],
  };
}
