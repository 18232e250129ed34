/** A Deployment's status and conditions, in the words of the Deployment controller. */
import type { Condition, Deployment, ReplicaSet } from "../objects.ts";
import { findCondition } from "../pods.ts";
import { rollingLimits } from "./deployment-rollout.ts";

type Status = Deployment["status"];

/** Sets a condition that shows when it was last confirmed, too. */
export function withProgress(
  conditions: readonly Condition[],
  condition: Condition,
  timestamp: string,
): readonly Condition[] {
  const old = findCondition(conditions, condition.type);
  const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : timestamp;
  const entry: Condition = {
    ...condition,
    lastUpdateTime: timestamp,
    lastTransitionTime: lastTransitionTime ?? timestamp,
  };
  return [...conditions.filter(({ type }) => type !== condition.type), entry];
}

/** The counts that follow from the ReplicaSets; zeros are left out, as in the API. */
export function replicaCounts(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
): Status {
  const total = (field: "replicas" | "readyReplicas" | "availableReplicas"): number =>
    all.reduce((sum, replicaSet) => sum + (replicaSet.status[field] ?? 0), 0);
  const counts = {
    replicas: total("replicas"),
    updatedReplicas: current?.status.replicas ?? 0,
    readyReplicas: total("readyReplicas"),
    availableReplicas: total("availableReplicas"),
    unavailableReplicas: Math.max(
      0,
      all.reduce((sum, replicaSet) => sum + replicaSet.spec.replicas, 0) - total("availableReplicas"),
    ),
  };
  const present = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { observedGeneration: deployment.metadata.generation, ...present };
}

/** Whether all replicas are of the newest revision, and available. */
export function isComplete(deployment: Deployment, status: Status): boolean {
  const { replicas } = deployment.spec;
  return [status.updatedReplicas, status.replicas, status.availableReplicas].every(
    (count) => (count ?? 0) === replicas,
  );
}

export function availableCondition(deployment: Deployment, status: Status): Condition {
  return (status.availableReplicas ?? 0) >= rollingLimits(deployment).minAvailable
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

export function newReplicaSetCondition(name: string): Condition {
  return {
    type: "Progressing",
    status: "True",
    reason: "NewReplicaSetCreated",
    message: `Created new replica set "${name}"`,
  };
}

/**
 * How the rollout goes on, or undefined when there is nothing new to say.
 *
 * @param now milliseconds since the epoch.
 */
export function progressCondition(
  deployment: Deployment,
  status: Status,
  name: string,
  now: number,
): Condition | undefined {
  const present = findCondition(deployment.status.conditions, "Progressing");
  if (isComplete(deployment, status)) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    if (present?.reason === "NewReplicaSetAvailable" && present.message === message) return undefined;
    return { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable", message };
  }
  if (present?.reason === "NewReplicaSetAvailable" && status.updatedReplicas === status.replicas)
    return undefined;
  if (hasProgressed(deployment.status, status)) {
    const message = `ReplicaSet "${name}" is progressing.`;
    return { type: "Progressing", status: "True", reason: "ReplicaSetUpdated", message };
  }
  const deadline = progressDeadline(deployment);
  if (deadline === undefined || now < deadline || present?.reason === "ProgressDeadlineExceeded")
    return undefined;
  const message = `ReplicaSet "${name}" has timed out progressing.`;
  return { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message };
}

/** When the rollout counts as failed, in milliseconds since the epoch; undefined when none is under way. */
export function progressDeadline(deployment: Deployment): number | undefined {
  const present = findCondition(deployment.status.conditions, "Progressing");
  if (present === undefined || present.reason === "NewReplicaSetAvailable" || present.status === "False") {
    return undefined;
  }
  return Date.parse(present.lastUpdateTime ?? "") + deployment.spec.progressDeadlineSeconds * 1000;
}

function hasProgressed(before: Status, after: Status): boolean {
  const old = (status: Status): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}
