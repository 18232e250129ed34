import type { Condition, ContainerStatus, Node, Pod, PodStatus } from "../objects.ts";
import { nodeAddress } from "../nodes.ts";
import { findCondition, withCondition } from "../pods.ts";

/** What the kubelet knows of a pod on its node. */
export interface PodObservation {
  readonly startTime: string;
  readonly ip: string | undefined;
  readonly containers: readonly ContainerStatus[];
}

/** A pod's status as the kubelet writes it; conditions that others set are kept. */
export function podStatus(
  pod: Pod,
  node: Node | undefined,
  seen: PodObservation,
  timestamp: string,
): PodStatus {
  const hostIP = node && nodeAddress(node, "InternalIP");
  const ip = pod.spec.hostNetwork === true ? hostIP : seen.ip;
  const conditions = kubeletConditions(pod, seen, ip !== undefined).reduce(
    (list, condition) => withCondition(list, condition, timestamp),
    pod.status.conditions ?? [],
  );
  return {
    ...pod.status,
    phase: phase(pod, seen.containers),
    conditions,
    startTime: seen.startTime,
    containerStatuses: seen.containers,
    ...(hostIP === undefined ? {} : { hostIP, hostIPs: [{ ip: hostIP }] }),
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
  };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
function phase(pod: Pod, containers: readonly ContainerStatus[]): PodStatus["phase"] {
  const everStarted = (status: ContainerStatus): boolean =>
    status.state.running !== undefined ||
    status.state.terminated !== undefined ||
    status.lastState.terminated !== undefined;
  if (!containers.every(everStarted)) return "Pending";
  const codes = containers.map(({ state }) => state.terminated?.exitCode);
  const restarts = pod.spec.restartPolicy === "Always" || codes.includes(undefined);
  if (restarts || (pod.spec.restartPolicy === "OnFailure" && codes.some((code) => code !== 0)))
    return "Running";
  return codes.every((code) => code === 0) ? "Succeeded" : "Failed";
}

function kubeletConditions(pod: Pod, seen: PodObservation, hasSandbox: boolean): Condition[] {
  const unready = seen.containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const containersReady: Pick<Condition, "status" | "reason" | "message"> =
    unready.length === 0
      ? { status: "True" }
      : {
          status: "False",
          reason: "ContainersNotReady",
          message: `containers with unready status: [${unready.join(" ")}]`,
        };
  return [
    { type: "PodReadyToStartContainers", status: hasSandbox ? "True" : "False" },
    { type: "Initialized", status: "True" },
    { type: "Ready", ...(unready.length > 0 ? containersReady : readinessGates(pod)) },
    { type: "ContainersReady", ...containersReady },
  ];
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate */
function readinessGates(pod: Pod): Pick<Condition, "status" | "reason" | "message"> {
  const problems = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = findCondition(pod.status.conditions, conditionType);
    if (condition === undefined) {
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    }
    if (condition.status === "True") return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return problems.length === 0
    ? { status: "True" }
    : { status: "False", reason: "ReadinessGatesNotReady", message: problems.join(", ") };
}
