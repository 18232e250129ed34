/** How server-side apply takes values apart: what it merges field by field or entry by entry, and what as a whole. */
import { isObject } from "../../core/is-object.ts";
import { anyType, type FieldType, type ListType } from "./field-types.ts";

export type Container = Exclude<FieldType, { readonly kind: "any" | "scalar" }>;

/** Containers of named fields. */
export type FieldsType = Exclude<Container, ListType>;

/** Whether values of a type are merged; others are taken or left as a whole. */
export function isGranular(type: FieldType): type is Container {
  switch (type.kind) {
    case "any":
    case "scalar":
      return false;
    case "list":
      return type.set || type.keys !== undefined;
    case "map":
    case "struct":
      return !type.atomic;
  }
}

/** The type of what is under a name in a struct or map. */
export function typeIn(type: FieldsType, name: string): FieldType {
  return (type.kind === "map" ? type.values : type.field(name)) ?? anyType;
}

/** Keys that have a default may be left out. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

/** The values of an entry's keys, sorted by name; undefined where entries have no keys. */
export function keysOf(type: ListType, entry: unknown): Record<string, unknown> | undefined {
  if (type.keys === undefined || !isObject(entry)) return undefined;
  const keys: Record<string, unknown> = {};
  for (const key of [...type.keys].sort()) {
    const value = entry[key] ?? keyDefaults[key];
    if (value !== undefined) keys[key] = value;
  }
  return keys;
}

/** What is in a container, by its path element; of entries with the same key the first. */
export function entriesOf(type: Container, value: unknown): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  if (type.kind === "list") {
    for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
      const element = type.set ? `v:${JSON.stringify(entry)}` : `k:${JSON.stringify(keysOf(type, entry))}`;
      if (!entries.has(element)) entries.set(element, entry);
    }
  } else if (isObject(value)) {
    for (const name in value) if (value[name] !== undefined) entries.set(`f:${name}`, value[name]);
  }
  return entries;
}

/** The type of what is under a path element of a container. */
export function typeAt(type: Container, element: string): FieldType {
  return type.kind === "list" ? type.items : typeIn(type, element.slice(2));
}
