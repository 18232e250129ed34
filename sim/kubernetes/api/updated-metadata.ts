import type { KubeObject, Manifest, ObjectMeta } from "../types.ts";
import { equal } from "./plain.ts";
import { fieldError } from "./status-errors.ts";

/** What a client may change of an object's metadata, over what only the server may; without managed fields. */
export function updatedMetadata(
  { managedFields: _, ...old }: ObjectMeta,
  given: Manifest["metadata"],
): ObjectMeta {
  const { labels, annotations, finalizers, ownerReferences } = given;
  const result: ObjectMeta = {
    ...old,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(finalizers === undefined ? {} : { finalizers }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  for (const field of CLIENTS_METADATA) if (given[field] === undefined) delete result[field];
  return withoutEmptyMetadata(result);
}

/** Metadata that clients write, besides names. */
const CLIENTS_METADATA = ["labels", "annotations", "finalizers", "ownerReferences"] as const;

/** The server keeps no empty maps and lists of metadata, of custom kinds neither. */
export function withoutEmptyMetadata<T extends Manifest["metadata"]>(metadata: T): T {
  const kept = { ...metadata };
  for (const field of CLIENTS_METADATA) {
    if (kept[field] !== undefined && Object.keys(kept[field]).length === 0) delete kept[field];
  }
  return kept;
}

/** Field errors of a change of metadata. */
export function metadataUpdateErrors(old: ObjectMeta, given: Manifest["metadata"]): string[] {
  if (old.deletionTimestamp === undefined) return [];
  const added = (given.finalizers ?? []).filter((entry) => !(old.finalizers ?? []).includes(entry)).sort();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((entry) => JSON.stringify(entry)).join(", ")}}`;
  return [
    fieldError.forbidden(
      "metadata.finalizers",
      `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
    ),
  ];
}

/** Whether anything but metadata and status differs: then the object's generation goes up. */
export function specChanged(old: KubeObject, object: KubeObject): boolean {
  const fields = new Set([...Object.keys(old), ...Object.keys(object)]);
  fields.delete("metadata");
  fields.delete("status");
  return [...fields].some((field) => !equal(old[field], object[field]));
}
