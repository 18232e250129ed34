import type { Properties } from "../../../core/resource-type.ts";
import type { KubeObject } from "../../types.ts";
import { skipsAwait, waitForExpression } from "../annotations.ts";
import { present, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { daemonSetCondition } from "./daemon-set.ts";
import { deploymentCondition } from "./deployment.ts";
import { ingressCondition } from "./ingress.ts";
import { podCondition } from "./pod.ts";
import { serviceCondition } from "./service.ts";
import { waitForCondition } from "./wait-for.ts";
import { warningsAbout } from "./warning-events.ts";

/** Kinds that the provider waits for by itself; all others are ready when they are stored. */
const CONDITIONS: Readonly<Record<string, (awaited: AwaitedObject) => AwaitCondition>> = {
  "v1/Pod": podCondition,
  "v1/Service": serviceCondition,
  "apps/v1/DaemonSet": daemonSetCondition,
  "apps/v1/Deployment": deploymentCondition,
  "networking.k8s.io/v1/Ingress": ingressCondition,
};

/** Time was up. */
export interface AwaitFailure {
  /** The provider's one-line reason. */
  readonly message: string;
  /** What is missing, and the warnings that the cluster recorded while the provider waited. */
  readonly details: readonly string[];
}

/**
 * Waits, in virtual time, until an object that was just written is ready.
 *
 * @param inputs whose annotations say whether to wait.
 * @returns the object as it is then, and why it is not ready if it is not.
 * @throws Error for a `pulumi.com/waitFor` that is not valid.
 */
export function awaitReady(
  awaited: AwaitedObject,
  inputs: Properties,
  timeoutMs: number,
): { readonly object: KubeObject; readonly failure?: AwaitFailure } {
  const condition = conditionFor(awaited, inputs);
  if (condition === undefined || condition.atOnce?.()) return { object: awaited.written };
  const { clock } = awaited.cluster.cloud;
  const start = clock.now();
  const ready = clock.waitUntil(() => condition.done(), timeoutMs) || (condition.acceptable?.() ?? false);
  const object = structuredClone(present(awaited) ?? awaited.written);
  if (ready) return { object };
  const related = [object, ...(condition.related?.() ?? [])];
  return {
    object,
    failure: {
      message: condition.timeoutMessage,
      details: [...(condition.problems?.() ?? []), ...warningsAbout(awaited.cluster.api, related, start)],
    },
  };
}

function conditionFor(awaited: AwaitedObject, inputs: Properties): AwaitCondition | undefined {
  if (skipsAwait(inputs)) return undefined;
  const expression = waitForExpression(awaited.written);
  if (expression !== undefined) return waitForCondition(awaited, expression);
  return CONDITIONS[`${awaited.written.apiVersion}/${awaited.written.kind}`]?.(awaited);
}
