import type { Clock } from "../../core/clock.ts";
import type { Namespace, Pod } from "../objects.ts";
import type { DeleteOptions, KubeObject } from "../types.ts";
import { equal } from "./plain.ts";

/** Keeps an owner until the garbage collector has deleted what it owns. */
export const FOREGROUND_FINALIZER = "foregroundDeletion";

/** Seconds that a pod gets when neither it nor the request says otherwise. */
const DEFAULT_GRACE_SECONDS = 30;

/**
 * What a request to delete makes of an object.
 *
 * @returns undefined when nothing holds the object and it goes at once; else the object, marked for deletion.
 */
export function markForDeletion(
  object: KubeObject,
  options: DeleteOptions,
  clock: Clock,
): KubeObject | undefined {
  const { metadata } = object;
  const seconds = Math.min(
    graceSeconds(object, options.gracePeriodSeconds),
    metadata.deletionGracePeriodSeconds ?? Infinity,
  );
  const finalizers = new Set(metadata.finalizers);
  if (options.propagation === "Foreground") finalizers.add(FOREGROUND_FINALIZER);
  const held = finalizers.size > 0 || specFinalizers(object).length > 0;
  if (!held && seconds === 0) return undefined;
  const end = new Date(clock.now() + seconds * 1000).toISOString().replace(/\.\d{3}Z$/, "Z");
  const shortened = seconds < (metadata.deletionGracePeriodSeconds ?? Infinity);
  const marked: KubeObject = {
    ...object,
    metadata: {
      ...metadata,
      generation: metadata.generation + (metadata.deletionTimestamp === undefined ? 1 : 0),
      deletionTimestamp: shortened ? end : (metadata.deletionTimestamp ?? end),
      deletionGracePeriodSeconds: seconds,
      ...(finalizers.size === 0 ? {} : { finalizers: [...finalizers] }),
    },
    ...(object.kind === "Namespace"
      ? { status: { ...(object as Namespace).status, phase: "Terminating" } }
      : {}),
  };
  return equal(marked, object) ? object : marked;
}

/** Whether nothing keeps an object that is marked for deletion. */
export function isReleased(object: KubeObject): boolean {
  const { metadata } = object;
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    specFinalizers(object).length === 0 &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}

/** What holds a namespace until it is empty. */
function specFinalizers(object: KubeObject): readonly string[] {
  return (object as Namespace).spec?.finalizers ?? [];
}

/** Only a pod that may be running on a node is given time. */
function graceSeconds(object: KubeObject, requested: number | undefined): number {
  if (object.kind !== "Pod" || object.apiVersion !== "v1") return 0;
  const { spec, status } = object as Pod;
  if (spec.nodeName === undefined) return 0;
  if (["Succeeded", "Failed"].includes(status?.phase)) return 0;
  return requested ?? spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}
