/** Which fields an object sets, and which differ between two objects, as sigs.k8s.io/structured-merge-diff finds them. */
import { isObject } from "../../core/is-object.ts";
import { equal } from "../api/plain.ts";
import { entriesOf, isGranular, typeAt, typeIn, type Container, type FieldsType } from "./field-entries.ts";
import { fieldNode, leaf, union, type FieldNodes, type FieldSet } from "./field-set.ts";
import type { FieldType, ListType } from "./field-types.ts";

/** The fields that an object, or the value of a field, sets. Null is a map or list with nothing in it. */
export function fieldsOf(type: FieldType, value: unknown): FieldSet | undefined {
  if (!isGranular(type)) return leaf;
  const children: FieldNodes = {};
  for (const [element, entry] of entriesOf(type, value)) {
    const fields = fieldsOf(typeAt(type, element), entry);
    const isEmpty = entry === null || (isObject(entry) && Object.keys(entry).length === 0);
    const node = isEmpty || !isDeclared(type, element) ? union(fields, leaf) : fields;
    if (node !== undefined) children[element] = node;
  }
  return fieldNode(false, children);
}

/** Fields of a struct belong to it; keys of maps and entries of lists are there because somebody put them there. */
function isDeclared(type: Container, element: string): boolean {
  return type.kind === "struct" && type.field(element.slice(2)) !== undefined;
}

/** The set, with the declared fields that hold others of the set. */
export function withParents(type: FieldType, set: FieldSet | undefined): FieldSet | undefined {
  if (set === undefined || !isGranular(type)) return set;
  const children: FieldNodes = {};
  for (const element in set) {
    const child = withParents(typeAt(type, element), set[element])!;
    children[element] = isDeclared(type, element) ? union(child, leaf)! : child;
  }
  return fieldNode(false, children);
}

/** What somebody changed. */
export interface Changes {
  /** Fields that are new or have another value. */
  readonly set?: FieldSet;
  readonly removed?: FieldSet;
}

const none: Changes = {};

export function compare(type: FieldType, before: unknown, after: unknown): Changes {
  if (before === after) return none;
  if (!isGranular(type) || (isEmpty(before) && isEmpty(after))) return compareWhole(before, after);
  const set: FieldNodes = {};
  const removed: FieldNodes = {};
  const visit = (element: string, inner: FieldType, old: unknown, present: unknown): void => {
    const changes = compare(inner, old, present);
    if (changes.set !== undefined) set[element] = changes.set;
    if (changes.removed !== undefined) removed[element] = changes.removed;
  };
  if (type.kind === "list") visitEntries(type, before, after, visit);
  else visitFields(type, before, after, visit);
  return changed(fieldNode(before === undefined, set), fieldNode(after === undefined, removed));
}

type Visit = (element: string, type: FieldType, old: unknown, present: unknown) => void;

function visitEntries(type: ListType, before: unknown, after: unknown, visit: Visit): void {
  const [old, present] = [entriesOf(type, before), entriesOf(type, after)];
  for (const [element, entry] of present) visit(element, type.items, old.get(element), entry);
  for (const [element, entry] of old) {
    if (!present.has(element)) visit(element, type.items, entry, undefined);
  }
}

/** Most fields of an object stay as they are: those cost no more than a look. */
function visitFields(type: FieldsType, before: unknown, after: unknown, visit: Visit): void {
  const old = isObject(before) ? before : {};
  const present = isObject(after) ? after : {};
  for (const name in present) {
    if (present[name] === old[name]) continue;
    visit(`f:${name}`, typeIn(type, name), old[name], present[name]);
  }
  for (const name in old) {
    if (old[name] === undefined || (Object.hasOwn(present, name) && present[name] !== undefined)) continue;
    visit(`f:${name}`, typeIn(type, name), old[name], undefined);
  }
}

function compareWhole(before: unknown, after: unknown): Changes {
  if (after === undefined) return { removed: leaf };
  return equal(before, after) ? none : { set: leaf };
}

function changed(set: FieldSet | undefined, removed: FieldSet | undefined): Changes {
  return { ...(set !== undefined && { set }), ...(removed !== undefined && { removed }) };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
