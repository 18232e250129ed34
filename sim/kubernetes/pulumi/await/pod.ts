/** When a Pod counts as ready: provider/pkg/await/pod.go of Pulumi's Kubernetes provider. */
import type { Pod } from "../../objects.ts";
import { notReady, present, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { isPodReady, podProblems } from "./pod-problems.ts";

export function podCondition(awaited: AwaitedObject): AwaitCondition {
  const pod = () => present(awaited) as Pod | undefined;
  return {
    done() {
      const now = pod();
      return now !== undefined && isPodReady(now);
    },
    timeoutMessage: notReady(awaited),
    problems() {
      const now = pod();
      return now === undefined ? [] : podProblems(now);
    },
  };
}
