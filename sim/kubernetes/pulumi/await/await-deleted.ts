import type { KubernetesCluster } from "../../cluster.ts";
import type { Namespace } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";
import { skipsAwait } from "../annotations.ts";
import { TIMED_OUT } from "./condition.ts";
import type { AwaitFailure } from "./await-ready.ts";
import { warningsAbout } from "./warning-events.ts";

/** Kinds whose deletion `pulumi.com/skipAwait` does not wait for; all others are waited for regardless. */
const SKIPPABLE = new Set([
  "v1/Namespace",
  "v1/Pod",
  "v1/ReplicationController",
  "apps/v1/DaemonSet",
  "apps/v1/Deployment",
  "apps/v1/StatefulSet",
  "batch/v1/Job",
]);

/**
 * Waits, in virtual time, until an object that is being deleted is gone.
 *
 * @returns why it is still there when time is up: the provider names the finalizers.
 */
export function awaitDeleted(
  cluster: KubernetesCluster,
  object: KubeObject,
  timeoutMs: number,
): AwaitFailure | undefined {
  const gvk = `${object.apiVersion}/${object.kind}`;
  if (skipsAwait(object) && SKIPPABLE.has(gvk)) return undefined;
  const { clock } = cluster.cloud;
  const start = clock.now();
  const present = () => {
    const now = cluster.api.view(gvk, object.metadata.namespace, object.metadata.name);
    return now?.metadata.uid === object.metadata.uid ? now : undefined;
  };
  if (clock.waitUntil(() => present() === undefined, timeoutMs)) return undefined;
  const remaining = present() ?? object;
  const finalizers = remaining.metadata.finalizers ?? [];
  return {
    message: TIMED_OUT,
    details: [
      `finalizers might be preventing deletion (${finalizers.join(", ")})`,
      ...remainingContent(remaining),
      ...warningsAbout(cluster.api, [remaining], start),
    ],
  };
}

/** What a namespace says of the content that keeps it from going. */
function remainingContent(object: KubeObject): string[] {
  const conditions = (object as Namespace).status?.conditions ?? [];
  return conditions
    .filter(({ type, status }) => type.startsWith("Namespace") && status === "True")
    .flatMap(({ message }) => (message === undefined ? [] : [message]));
}
