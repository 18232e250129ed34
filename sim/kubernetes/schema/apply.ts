/** Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
import { isObject } from "../../core/is-object.ts";
import { fieldsOf, withParents } from "./compare.ts";
import { entriesOf, isGranular, keysOf, typeAt, typeIn, type Container } from "./field-entries.ts";
import { difference, intersection, isMember, union, type FieldSet } from "./field-set.ts";
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
      if (!isObject(value)) return [`${path}: expected map, got ${goValue(value)}`];
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
  const keys = keysOf(type, value);
  if (keys === undefined) return undefined;
  const parts = Object.entries(keys).map(([key, part]) => `${key}=${JSON.stringify(part)}`);
  return `[${parts.join(",")}]`;
}

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

/** What is there, with what is applied. */
export function mergeApplied(type: FieldType, present: unknown, applied: unknown): unknown {
  if (present === undefined || !isGranular(type)) return applied;
  if (type.kind === "list") return mergeLists(type, present, applied);
  const result: Record<string, unknown> = { ...(present as Record<string, unknown>) };
  for (const [name, value] of Object.entries(applied as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    result[name] = mergeApplied(typeIn(type, name), result[name], value);
  }
  return result;
}

/** Entries that are applied stand in that order; others stay behind what they stood behind. */
function mergeLists(type: ListType, present: unknown, applied: unknown): unknown[] {
  const [there, given] = [entriesOf(type, present), entriesOf(type, applied)];
  const ahead = [...given.keys()];
  const merged: unknown[] = [];
  const take = (element: string): void => {
    merged.push(mergeApplied(type.items, there.get(element), given.get(element)));
  };
  for (const [element, entry] of there) {
    if (!given.has(element)) merged.push(entry);
    else if (element === ahead.find((other) => there.has(other))) {
      ahead.splice(0, ahead.indexOf(element) + 1).forEach(take);
    }
  }
  ahead.forEach(take);
  return merged;
}

/**
 * What is left of a merged object when a manager no longer applies what it did: fields that nobody else holds go, with
 * what they contain.
 *
 * @param last what the manager applied before.
 * @param held what all managers hold now, this one included.
 * @returns the object, with null for maps and lists of which nothing is left.
 */
export function pruneGivenUp(
  type: FieldType,
  merged: unknown,
  last: FieldSet | undefined,
  held: FieldSet | undefined,
): unknown {
  if (last === undefined) return merged;
  const present = (value: unknown): FieldSet | undefined => withParents(type, fieldsOf(type, value));
  const all = present(merged);
  const given = withParents(type, last);
  const kept = union(present(without(type, merged, given)), withParents(type, held));
  const left = present(without(type, merged, difference(all, kept)));
  return without(type, merged, intersection(difference(all, left), given));
}

/** A value without the fields of a set; null where that leaves nothing of what it contained. */
function without(type: FieldType, value: unknown, set: FieldSet | undefined): unknown {
  if (set === undefined || !isGranular(type)) return value;
  const left = [...entriesOf(type, value)]
    .filter(([element]) => !isMember(set[element]))
    .map(([element, entry]) => [element, without(typeAt(type, element), entry, set[element])] as const);
  return left.length === 0 ? null : assembled(type, left);
}

function assembled(type: Container, entries: readonly (readonly [string, unknown])[]): unknown {
  if (type.kind === "list") return entries.map(([, entry]) => entry);
  return Object.fromEntries(entries.map(([element, entry]) => [element.slice(2), entry]));
}
