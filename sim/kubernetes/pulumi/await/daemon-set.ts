/** When a DaemonSet counts as rolled out: as kstatus computes it, see provider/pkg/await/daemonset.go. */
import type { KubeObject } from "../../types.ts";
import { present, TIMED_OUT, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { podsOf } from "./owned.ts";
import { podProblems } from "./pod-problems.ts";

export function daemonSetCondition(awaited: AwaitedObject): AwaitCondition {
  const pods = () => podsOf(awaited.cluster, present(awaited));
  return {
    done() {
      const now = present(awaited);
      return now !== undefined && isRolledOut(now);
    },
    timeoutMessage: TIMED_OUT,
    problems: () => pods().flatMap(podProblems),
    related: pods,
  };
}

function isRolledOut({ metadata, ...object }: KubeObject): boolean {
  const status = (object["status"] ?? {}) as Readonly<Record<string, number | undefined>>;
  const desired = status["desiredNumberScheduled"];
  return (
    desired !== undefined &&
    status["observedGeneration"] === metadata.generation &&
    ["updatedNumberScheduled", "numberAvailable", "numberReady"].every(
      (count) => (status[count] ?? 0) >= desired,
    )
  );
}
