import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { TargetGroupBinding } from "../kubernetes/objects.ts";
import type { Endpoint } from "./endpoints.ts";

/** What a binding was reconciled to last; while it is the same again there is nothing to do. */
export const CHECKPOINT = "elbv2.k8s.aws/checkpoint";
/** When the checkpoint was written, in seconds since the epoch. */
export const CHECKPOINT_TIMESTAMP = "elbv2.k8s.aws/checkpoint-timestamp";

/** Whether an annotation is the controller's own note. */
export function isCheckpoint(annotation: string): boolean {
  return annotation === CHECKPOINT || annotation === CHECKPOINT_TIMESTAMP;
}

/** Hashes over endpoints and spec. Facts: pkg/targetgroupbinding/utils.go. */
export function computeCheckpoint(binding: TargetGroupBinding, endpoints: readonly Endpoint[]): string {
  const targets = endpoints.map(({ id, port, createdAt }) => `${id}:${port}:${createdAt}`).sort();
  return `${digest(targets.join(","))}/${digest(canonicalJson(binding.spec))}`;
}

/** The checkpoint of a binding; empty when there is none. */
export function checkpointOf(binding: TargetGroupBinding): string {
  return binding.metadata.annotations?.[CHECKPOINT] ?? "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
