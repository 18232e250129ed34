import { createHash } from "node:crypto";

/** Which object of a cluster a resource is. */
export interface Identity {
  /** Absent for kinds without namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** `namespace/name`, or the name alone. */
export function toId({ namespace, name }: Identity): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function parseId(id: string): Identity {
  const end = id.indexOf("/");
  return end < 0 ? { name: id } : { namespace: id.slice(0, end), name: id.slice(end + 1) };
}

/**
 * A name for an object that the program does not name: Pulumi's name and eight hexadecimal digits, which follow from
 * the URN, so that each preview gives the same.
 */
export function autoname(name: string, urn: string): string {
  return `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}
