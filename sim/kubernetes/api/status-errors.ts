/**
 * The API server's error answers (`metav1.Status`) and the words of single field errors, as
 * k8s.io/apimachinery/pkg/api/errors and pkg/util/validation/field print them.
 */
import { KubernetesError } from "../../core/errors.ts";
import { fieldPaths, type FieldSet } from "../schema/field-set.ts";
import type { ManagedFieldsEntry } from "../types.ts";
import type { Kind } from "./kinds.ts";

export function notFound(kind: Kind, name: string): KubernetesError {
  return new KubernetesError("NotFound", `${kind.resource} "${name}" not found`, 404);
}

export function alreadyExists(kind: Kind, name: string): KubernetesError {
  return new KubernetesError("AlreadyExists", `${kind.resource} "${name}" already exists`, 409);
}

/** @param detail the reason, e.g. that the object has been modified. */
export function conflict(
  kind: Kind,
  name: string,
  detail = "the object has been modified; please apply your changes to the latest version and try again",
): KubernetesError {
  return new KubernetesError(
    "Conflict",
    `Operation cannot be fulfilled on ${kind.resource} "${name}": ${detail}`,
    409,
  );
}

/** Fields that an apply would take from somebody else. */
export interface FieldConflict {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldSet;
}

export function applyConflict(conflicts: readonly FieldConflict[]): KubernetesError {
  const all = conflicts
    .map(({ entry, fields }) => ({ holder: holderOf(entry), paths: fieldPaths(fields) }))
    .sort((a, b) => (a.holder < b.holder ? -1 : 1));
  const count = all.reduce((sum, { paths }) => sum + paths.length, 0);
  const words =
    count === 1
      ? `1 conflict: conflict with ${all[0]?.holder}: ${all[0]?.paths[0]}`
      : `${count} conflicts: ${all.map(({ holder, paths }) => `conflicts with ${[`${holder}:`, ...paths.map((path) => `- ${path}`)].join("\n")}`).join("\n")}`;
  return new KubernetesError("Conflict", `Apply failed with ${words}`, 409);
}

function holderOf({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager);
  const holder = subresource === undefined ? name : `${name} with subresource ${JSON.stringify(subresource)}`;
  return operation === "Apply" ? holder : `${holder} using ${apiVersion}`;
}

export function forbidden(kind: Kind, name: string, detail: string): KubernetesError {
  return new KubernetesError("Forbidden", `${kind.resource} "${name}" is forbidden: ${detail}`, 403);
}

/** @param causes field errors, see {@link required} and its like. */
export function invalid(kind: Kind, name: string, causes: readonly string[]): KubernetesError {
  const qualified = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  const text = causes.length === 1 ? causes[0] : `[${causes.join(", ")}]`;
  return new KubernetesError("Invalid", `${qualified} "${name}" is invalid: ${text}`, 422);
}

export function badRequest(message: string): KubernetesError {
  return new KubernetesError("BadRequest", message, 400);
}

export function internalError(detail: string): KubernetesError {
  return new KubernetesError("InternalError", `Internal error occurred: ${detail}`, 500);
}

/** What every client says of a kind that the cluster does not serve. */
export function noMatch(kind: string, apiVersion: string): KubernetesError {
  return new KubernetesError("NotFound", `no matches for kind "${kind}" in version "${apiVersion}"`, 404);
}

export const fieldError = {
  required(path: string, detail?: string): string {
    return `${path}: Required value${detail === undefined ? "" : `: ${detail}`}`;
  },
  invalid(path: string, value: unknown, detail: string): string {
    return `${path}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
  },
  immutable(path: string, value: unknown): string {
    return fieldError.invalid(path, value ?? null, "field is immutable");
  },
  notSupported(path: string, value: unknown, supported: readonly string[]): string {
    const list = supported.map((entry) => JSON.stringify(entry)).join(", ");
    return `${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  },
  forbidden(path: string, detail: string): string {
    return `${path}: Forbidden: ${detail}`;
  },
  duplicate(path: string, value: unknown): string {
    return `${path}: Duplicate value: ${JSON.stringify(value)}`;
  },
};
