/** What keeps a pod from being ready, in the words of the provider's provider/pkg/await/checker/pod/check.go. */
import type { Condition, ContainerStatus, Pod } from "../../objects.ts";
import { findCondition } from "../../pods.ts";

/** Whether a pod is scheduled, initialized and ready, or has succeeded. */
export function isPodReady(pod: Pod): boolean {
  const { conditions, phase } = pod.status;
  const holds = (type: string) => findCondition(conditions, type)?.status === "True";
  return holds("PodScheduled") && holds("Initialized") && (holds("Ready") || phase === "Succeeded");
}

/** Problems of a scheduled pod; one that is still to be scheduled has only events. */
export function podProblems(pod: Pod): string[] {
  const { conditions, phase } = pod.status;
  if (findCondition(conditions, "PodScheduled")?.status !== "True") return [];
  const initialized = findCondition(conditions, "Initialized");
  if (initialized === undefined) return [];
  if (initialized.status !== "True") return problem(pod, initialized);
  const ready = findCondition(conditions, "Ready");
  if (ready === undefined || ready.status === "True" || phase === "Succeeded") return [];
  return problem(pod, ready);
}

function problem(pod: Pod, condition: Condition): string[] {
  const errors = (pod.status.containerStatuses ?? []).flatMap(containerErrors).join("\n");
  const message = condition.message ?? "";
  if (errors === "" && message === "") return [];
  const { namespace = "default", name } = pod.metadata;
  const qualified = namespace === "default" ? name : `${namespace}/${name}`;
  return [`[Pod ${qualified}]: ${condition.reason ? message : ""}${errors}`];
}

function containerErrors(status: ContainerStatus): string[] {
  if (status.ready) return [];
  const { waiting, terminated } = status.state;
  const last = status.lastState.terminated;
  return [
    ...(waiting === undefined || waiting.reason === "ContainerCreating"
      ? []
      : [`[${waiting.reason}] ${trimImagePull(waiting.message ?? "")}`]),
    ...(terminated?.reason
      ? [
          terminated.message
            ? `[${terminated.reason}] ${trimImagePull(terminated.message)}`
            : `container "${status.name}" completed with exit code ${terminated.exitCode}`,
        ]
      : []),
    ...(last === undefined
      ? []
      : [
          `container "${status.name}" terminated at ${last.finishedAt} (${last.reason}: exit code ${last.exitCode})`,
          ...(last.message ? [last.message] : []),
        ]),
  ];
}

function trimImagePull(message: string): string {
  return message
    .replace(/^rpc error: code = Unknown desc = Error response from daemon: /, "")
    .replace(/: manifest unknown$/, "");
}
