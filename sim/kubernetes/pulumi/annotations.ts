/** Annotations by which a program tells Pulumi's Kubernetes provider how to wait, and how to apply. */

export const AUTONAMED = "pulumi.com/autonamed";
const SKIP_AWAIT = "pulumi.com/skipAwait";
const WAIT_FOR = "pulumi.com/waitFor";
const TIMEOUT_SECONDS = "pulumi.com/timeoutSeconds";
const DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy";
const PATCH_FIELD_MANAGER = "pulumi.com/patchFieldManager";
const PATCH_FORCE = "pulumi.com/patchForce";

/** Anything with annotations: inputs, or an object of the cluster. */
export interface Annotated {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** How long creates, updates and deletes wait unless told otherwise. */
const DEFAULT_TIMEOUT_MS = 600_000;

export function isAutonamed(object: Annotated): boolean {
  return annotation(object, AUTONAMED) === "true";
}

export function skipsAwait(object: Annotated): boolean {
  return annotation(object, SKIP_AWAIT) === "true";
}

export function waitForExpression(object: Annotated): string | undefined {
  const value = annotation(object, WAIT_FOR);
  return value === "" ? undefined : value;
}

/** `customTimeouts` go before the annotation, the annotation before ten minutes. */
export function timeoutMs(resourceTimeoutMs: number | undefined, object: Annotated): number {
  if (resourceTimeoutMs !== undefined && resourceTimeoutMs > 0) return resourceTimeoutMs;
  const seconds = annotation(object, TIMEOUT_SECONDS) ?? "";
  return /^\d+$/.test(seconds) ? Number(seconds) * 1000 : DEFAULT_TIMEOUT_MS;
}

/** What becomes of owned objects: as the annotation says, else they go first. */
export function deletionPropagation(object: Annotated): "Background" | "Foreground" | "Orphan" {
  switch (annotation(object, DELETION_PROPAGATION)?.toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

/** Whether an apply takes fields from those who hold them with another value. */
export function patchForce(object: Annotated): boolean {
  return annotation(object, PATCH_FORCE) === "true";
}

export function patchFieldManager(object: Annotated): string | undefined {
  const name = annotation(object, PATCH_FIELD_MANAGER);
  return name === "" ? undefined : name;
}

function annotation(object: Annotated, key: string): string | undefined {
  return object.metadata?.annotations?.[key];
}
