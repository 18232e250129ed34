/**
 * Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/
 * There is one field manager; it takes over what others have set to another value.
 */
import { equal, isRecord } from "../api/plain.ts";
import type { FieldType, ListType, ScalarName } from "./field-types.ts";

/** What is wrong with an applied object, in the words of sigs.k8s.io/structured-merge-diff. */
export function applyErrors(type: FieldType, value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case "any":
      return [];
    case "scalar":
      return scalarErrors(type.name, value, path);
    case "list":
      if (!Array.isArray(value)) return [`${path}: expected list, got ${goValue(value)}`];
      return listErrors(type, value, path);
    case "map":
    case "struct":
      if (!isRecord(value)) return [`${path}: expected map, got ${goValue(value)}`];
      return Object.entries(value).flatMap(([name, entry]) => {
        const field = type.kind === "map" ? type.values : type.field(name);
        if (field !== undefined) return applyErrors(field, entry, `${path}.${name}`);
        return type.kind === "struct" && type.open ? [] : [`${path}.${name}: field not declared in schema`];
      });
  }
}

function listErrors(type: ListType, values: readonly unknown[], path: string): string[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    const key = entryKey(type, value);
    const at = `${path}${key ?? `[${index}]`}`;
    if (key !== undefined && seen.has(key)) return [`${path}: duplicate entries for key ${key}`];
    if (key !== undefined) seen.add(key);
    return applyErrors(type.items, value, at);
  });
}

/** `[name="app"]`, by which an entry of a keyed list is known; undefined where entries have no key. */
function entryKey(type: ListType, value: unknown): string | undefined {
  if (type.set) return `[=${JSON.stringify(value)}]`;
  if (type.keys === undefined || !isRecord(value)) return undefined;
  const parts = [...type.keys].sort().flatMap((key) => {
    const part = value[key] ?? keyDefaults[key];
    return part === undefined ? [] : [`${key}=${JSON.stringify(part)}`];
  });
  return `[${parts.join(",")}]`;
}

/** Keys that have a default may be left out. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

function scalarErrors(name: ScalarName, value: unknown, path: string): string[] {
  switch (name) {
    case "string":
    case "time":
      return typeof value === "string" ? [] : [`${path}: expected string, got ${goValue(value)}`];
    case "bool":
      return typeof value === "boolean" ? [] : [`${path}: expected boolean, got &{${JSON.stringify(value)}}`];
    case "int32":
    case "int64":
    case "double":
      return typeof value === "number"
        ? []
        : [`${path}: expected numeric (int or float), got ${goTypeOf(value)}`];
    case "intOrString":
    case "quantity":
      return typeof value === "number" || typeof value === "string"
        ? []
        : [`${path}: expected string or numeric, got ${goValue(value)}`];
  }
}

/** A value as Go's `%#v` prints the library's wrapper around it. */
function goValue(value: unknown): string {
  return `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
}

function goTypeOf(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

/**
 * Merges what is applied into what is there. Fields that the last apply gave and this one does not are removed;
 * fields that somebody else set stay.
 *
 * @param previous what was applied the last time.
 */
export function mergeApplied(
  type: FieldType,
  present: unknown,
  previous: unknown,
  applied: unknown,
): unknown {
  if (isRecord(applied) && (type.kind === "struct" || type.kind === "map") && !type.atomic) {
    return mergeFields(type, present, previous, applied);
  }
  if (Array.isArray(applied) && type.kind === "list") {
    if (type.keys !== undefined) return mergeKeyed(type, listOf(present), listOf(previous), applied);
    if (type.set) return mergeSet(listOf(present), listOf(previous), applied);
  }
  return applied;
}

function mergeFields(
  type: FieldType,
  present: unknown,
  previous: unknown,
  applied: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = isRecord(present) ? { ...present } : {};
  const before = isRecord(previous) ? previous : {};
  const fieldOf = (name: string): FieldType =>
    (type.kind === "map" ? type.values : type.kind === "struct" ? type.field(name) : undefined) ?? {
      kind: "any",
    };
  for (const name of Object.keys(before)) {
    if (applied[name] !== undefined && applied[name] !== null) continue;
    const left = withoutPrevious(fieldOf(name), result[name], before[name]);
    if (left === undefined) delete result[name];
    else result[name] = left;
  }
  for (const [name, value] of Object.entries(applied)) {
    if (value === undefined || value === null) continue;
    result[name] = mergeApplied(fieldOf(name), result[name], before[name], value);
  }
  return result;
}

/** What stays of a field that is no longer applied: entries of maps and sets that others have added. */
function withoutPrevious(type: FieldType, present: unknown, previous: unknown): unknown {
  if (type.kind === "map" && !type.atomic && isRecord(present) && isRecord(previous)) {
    const left = Object.entries(present).filter(([name]) => !(name in previous));
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
  if (type.kind === "list" && (type.set || type.keys !== undefined) && Array.isArray(present)) {
    const own = new Set(listOf(previous).map((entry) => entryKey(type, entry)));
    const left = present.filter((entry) => !own.has(entryKey(type, entry)));
    return left.length === 0 ? undefined : left;
  }
  return undefined;
}

function mergeKeyed(
  type: ListType,
  present: readonly unknown[],
  previous: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const before = new Map(previous.map((entry) => [entryKey(type, entry), entry]));
  const there = new Map(present.map((entry) => [entryKey(type, entry), entry]));
  const merged = applied.map((entry) => {
    const key = entryKey(type, entry);
    return mergeApplied(type.items, there.get(key), before.get(key), entry);
  });
  const given = new Set(applied.map((entry) => entryKey(type, entry)));
  const others = present.filter((entry) => {
    const key = entryKey(type, entry);
    return !given.has(key) && !before.has(key);
  });
  return [...merged, ...others];
}

function mergeSet(
  present: readonly unknown[],
  previous: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const has = (list: readonly unknown[], value: unknown): boolean =>
    list.some((entry) => equal(entry, value));
  const others = present.filter((entry) => !has(previous, entry) && !has(applied, entry));
  return [...applied, ...others];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
