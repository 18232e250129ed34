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
 * drained, one at a time as `updateConfig` has it.
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
      drainInTurn(cloud, group, old, force, (stuck) => {
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

/** Drains the instances, one after the other. @param done with one that cannot be drained. */
function drainInTurn(
  cloud: Cloud,
  group: Nodegroup,
  [instance, ...others]: readonly Instance[],
  force: boolean,
  done: (stuck: Instance | undefined) => void,
): void {
  if (instance === undefined) {
    done(undefined);
    return;
  }
  drainNode(cloud, group.clusterName, instance.InstanceId, (isEmpty) => {
    if (!isEmpty && !force) {
      done(instance);
      return;
    }
    deletePods(cloud, group.clusterName, instance.InstanceId);
    cloud.clock.schedule(SETTLE_MS, () => {
      terminateNode(cloud, group.clusterName, instance.InstanceId);
      drainInTurn(cloud, group, others, force, done);
    });
  });
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
