import { isObject } from "../../core/is-object.ts";

/**
 * Sets of fields in the form that `metadata.managedFields` shows (FieldsV1): a tree of path elements, `f:name` for a
 * field or a key of a map, `k:{"name":"app"}` for an entry of a list with keys, `v:"x"` for a value of a set. What is
 * in the set itself has no children, or a child `.` beside them; what only leads to others has children alone.
 *
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** Whether a client's value is a set of fields. */
export function isFieldSet(value: unknown): value is FieldSet {
  if (Object.isFrozen(value)) return isObject(value);
  return isObject(value) && Object.values(value).every(isFieldSet);
}

/** Nodes by path element. */
export type FieldNodes = Record<string, FieldSet>;

const SELF = ".";

/** A field of the set, without children. */
export const leaf: FieldSet = Object.freeze({});

/** A node over `children`, sorted as the API server sorts them; undefined for one without any that is not in the set. */
export function fieldNode(isMember: boolean, children: Readonly<FieldNodes>): FieldSet | undefined {
  const elements = Object.keys(children);
  if (elements.length === 0) return isMember ? leaf : undefined;
  const node: FieldNodes = isMember ? { [SELF]: leaf } : {};
  for (const element of elements.sort()) node[element] = children[element]!;
  return node;
}

/** Whether the set holds the node itself, and not only fields below it. */
export function isMember(node: FieldSet | undefined): boolean {
  if (node === undefined) return false;
  for (const element in node) return element === SELF;
  return true;
}

/** Path elements that lead on from a node. */
export function elementsOf(node: FieldSet): string[] {
  return Object.keys(node).filter((element) => element !== SELF);
}

export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || a === b) return b;
  if (b === undefined) return a;
  const elements = new Set([...elementsOf(a), ...elementsOf(b)]);
  return combine(elements, isMember(a) || isMember(b), (element) => union(a[element], b[element]));
}

/** What is in `a` and not in `b`: `a` itself where that is all of it. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || b === undefined) return a;
  const both = elementsOf(a).filter((element) => b[element] !== undefined);
  if (both.length === 0 && !(isMember(a) && isMember(b))) return a;
  const left = combine(elementsOf(a), isMember(a) && !isMember(b), (element) =>
    difference(a[element], b[element]),
  );
  return isSame(a, left) ? a : left;
}

function isSame(a: FieldSet, b: FieldSet | undefined): boolean {
  if (b === undefined || isMember(a) !== isMember(b)) return false;
  return elementsOf(a).every((element) => a[element] === b[element]);
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || b === undefined) return undefined;
  return combine(elementsOf(a), isMember(a) && isMember(b), (element) =>
    intersection(a[element], b[element]),
  );
}

function combine(
  elements: Iterable<string>,
  member: boolean,
  childOf: (element: string) => FieldSet | undefined,
): FieldSet | undefined {
  const children: FieldNodes = {};
  for (const element of elements) {
    const child = childOf(element);
    if (child !== undefined) children[element] = child;
  }
  return fieldNode(member, children);
}

/** The fields of a set as error messages name them: `.spec.containers[name="app"].image`. */
export function fieldPaths(node: FieldSet, path = ""): string[] {
  const elements = elementsOf(node);
  const members = elements.filter((element) => isMember(node[element]));
  return [
    ...members.map((element) => path + inWords(element)),
    ...elements.flatMap((element) => fieldPaths(node[element]!, path + inWords(element))),
  ];
}

function inWords(element: string): string {
  const value = element.slice(2);
  if (element.startsWith("f:")) return `.${value}`;
  if (element.startsWith("v:")) return `[=${value}]`;
  const keys = Object.entries(JSON.parse(value) as Record<string, unknown>);
  return `[${keys.map(([key, entry]) => `${key}=${JSON.stringify(entry)}`).join(",")}]`;
}
