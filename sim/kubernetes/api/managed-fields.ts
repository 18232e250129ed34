/**
 * Who holds which fields of an object: `metadata.managedFields`, kept as the API server keeps it.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
import { mergeApplied, pruneGivenUp } from "../schema/apply.ts";
import { compare, fieldsOf, type Changes } from "../schema/compare.ts";
import { difference, intersection, isFieldSet, leaf, union, type FieldSet } from "../schema/field-set.ts";
import type { KubeObject, ManagedFieldsEntry, Manifest } from "../types.ts";
import type { Kind } from "./kinds.ts";
import { isCustom, typeOf } from "./object-schema.ts";
import { equal, withoutNulls } from "./plain.ts";
import { applyConflict, type FieldConflict } from "./status-errors.ts";

export type ManagedFields = readonly ManagedFieldsEntry[];

/** A write, and whose it is. */
export type Write = Omit<ManagedFieldsEntry, "fieldsType" | "fieldsV1">;

/** What is nobody's: what identifies an object, and what the server writes. */
const UNMANAGED: FieldSet = {
  "f:apiVersion": leaf,
  "f:kind": leaf,
  "f:metadata": {
    ".": leaf,
    "f:creationTimestamp": leaf,
    "f:generation": leaf,
    "f:managedFields": leaf,
    "f:name": leaf,
    "f:namespace": leaf,
    "f:resourceVersion": leaf,
    "f:uid": leaf,
  },
};

/** An object with other managed fields; without any where nobody holds one. */
export function withManagedFields(object: KubeObject, managedFields: ManagedFields = []): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields } };
}

/** Of an object that somebody creates. */
export function managedAtCreation(kind: Kind, object: KubeObject, write: Write): ManagedFields {
  return changed([], managedChanges(kind, emptyObject(kind), object), write);
}

/**
 * After a change by anything but an apply: who writes holds what changed, and nobody else does.
 *
 * @param given managed fields that the client sent: they replace those of the object, if they can be read.
 * @returns undefined for an object of which nothing was recorded from its creation on.
 */
export function managedAfterUpdate(
  kind: Kind,
  old: KubeObject,
  object: KubeObject,
  write: Write,
  given: ManagedFields = [],
): ManagedFields | undefined {
  const present = given.length > 0 && given.every(isReadable) ? given : old.metadata.managedFields;
  return present && changed(present, managedChanges(kind, old, object), write);
}

function isReadable({ manager, operation, fieldsV1 }: Partial<ManagedFieldsEntry>): boolean {
  return manager !== undefined && (operation === "Apply" || operation === "Update") && isFieldSet(fieldsV1);
}

/** After a change of the status, which such a write may change alone. */
export function managedAfterStatus(
  kind: Kind,
  { status, metadata }: KubeObject,
  wanted: unknown,
  write: Write,
): ManagedFields | undefined {
  const type = typeOf(kind).field("status");
  if (type === undefined || metadata.managedFields === undefined) return metadata.managedFields;
  const { set, removed } = compare(type, status ?? (kind.custom ? undefined : {}), wanted);
  const changes = {
    ...(set !== undefined && { set: { "f:status": set } }),
    ...(removed !== undefined && { removed: { "f:status": removed } }),
  };
  return changed(metadata.managedFields, changes, write);
}

/** Of an object that an apply creates. */
export function managedAtFirstApply(kind: Kind, manifest: Manifest, write: Write): ManagedFields {
  return held(write, managed(kind, fieldsOf(typeOf(kind), manifest)));
}

/** An object after an apply. */
export interface Applied {
  readonly object: KubeObject;
  readonly managedFields: ManagedFields;
}

/**
 * The object that an apply makes of the present one, before defaults.
 *
 * @throws KubernetesError Conflict when the apply would change what others hold; unless it is forced.
 */
export function applyTo(
  kind: Kind,
  live: KubeObject,
  manifest: Manifest,
  write: Write,
  force: boolean,
): Applied {
  const type = typeOf(kind);
  const present = live.metadata.managedFields ?? [];
  const own = present.find((entry) => isBy(entry, write));
  const others = present.filter((entry) => entry !== own);
  const given = fieldsOf(type, manifest);
  const kept = others.reduce((fields, { fieldsV1 }) => union(fields, fieldsV1), given);
  const merged = mergeApplied(type, live, manifest);
  const object = pruneGivenUp(type, merged, own?.fieldsV1, kept) as KubeObject;
  const changes = managedChanges(kind, live, object);
  if (!force) refuseConflicts(others, changes);
  const fields = managed(kind, given);
  const isIdle = changes.set === undefined && changes.removed === undefined && equal(own?.fieldsV1, fields);
  const mine = isIdle && own !== undefined ? [own] : held(write, fields);
  const managedFields = sorted([...withoutChanged(others, changes), ...mine]);
  return { object: withoutNulls(object) as KubeObject, managedFields };
}

function refuseConflicts(others: ManagedFields, { set }: Changes): void {
  const conflicts = others.flatMap((entry): FieldConflict[] => {
    const fields = intersection(entry.fieldsV1, set);
    return fields === undefined ? [] : [{ entry, fields }];
  });
  if (conflicts.length > 0) throw applyConflict(conflicts);
}

function changed(present: ManagedFields, changes: Changes, write: Write): ManagedFields {
  const { set, removed } = changes;
  if (set === undefined && removed === undefined) return present;
  const left = withoutChanged(present, changes);
  const own = left.find((entry) => isBy(entry, write));
  if (set === undefined) return left;
  return sorted([...left.filter((entry) => entry !== own), ...held(write, union(own?.fieldsV1, set))]);
}

function withoutChanged(entries: ManagedFields, { set, removed }: Changes): ManagedFields {
  return entries.flatMap((entry) => {
    const fieldsV1 = difference(difference(entry.fieldsV1, set), removed);
    if (fieldsV1 === undefined) return [];
    return fieldsV1 === entry.fieldsV1 ? [entry] : [{ ...entry, fieldsV1 }];
  });
}

function held(
  { manager, operation, apiVersion, time, subresource }: Write,
  fieldsV1: FieldSet | undefined,
): ManagedFields {
  if (fieldsV1 === undefined) return [];
  return [
    {
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: "FieldsV1",
      fieldsV1,
      ...(subresource !== undefined && { subresource }),
    },
  ];
}

/** Updates of another version are kept apart; applies are not. */
function isBy(entry: ManagedFieldsEntry, { manager, operation, apiVersion, subresource }: Write): boolean {
  return (
    entry.manager === manager &&
    entry.operation === operation &&
    entry.subresource === subresource &&
    (operation === "Apply" || entry.apiVersion === apiVersion)
  );
}

function sorted(entries: ManagedFields): ManagedFields {
  return entries.length < 2 ? entries : entries.toSorted(compareEntries);
}

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  for (const key of ["operation", "time", "manager", "apiVersion", "subresource"] as const) {
    const [left = "", right = ""] = [a[key], b[key]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function managedChanges(kind: Kind, before: object, after: object): Changes {
  const changes = compare(typeOf(kind), before, after);
  const set = managed(kind, changes.set);
  const removed = managed(kind, changes.removed);
  return { ...(set !== undefined && { set }), ...(removed !== undefined && { removed }) };
}

/** What of a set a write to the object itself may hold: status has a way of its own. */
function managed(kind: Kind, fields: FieldSet | undefined): FieldSet | undefined {
  const status = kind.hasStatus ? fields?.["f:status"] : undefined;
  const left = difference(fields, UNMANAGED);
  return status === undefined ? left : difference(left, { "f:status": status });
}

const podSpec = { containers: [] };
const template = { metadata: {}, spec: podSpec };

/** What the server's own types hold by value: it is there in the spec of an object that says nothing. */
const emptySpecs: Readonly<Record<string, object>> = {
  "v1/Pod": podSpec,
  "apps/v1/DaemonSet": { template, updateStrategy: {} },
  "apps/v1/Deployment": { strategy: {}, template },
  "apps/v1/ReplicaSet": { template },
  "autoscaling/v2/HorizontalPodAutoscaler": { scaleTargetRef: {} },
  "apiextensions.k8s.io/v1/CustomResourceDefinition": { names: {} },
};

/** What a new object is compared with. */
function emptyObject(kind: Kind): object {
  if (isCustom(kind)) return {};
  const hasSpec = typeOf(kind).field("spec")?.kind === "struct";
  return { metadata: {}, ...(hasSpec && { spec: emptySpecs[kind.gvk] ?? {} }) };
}
