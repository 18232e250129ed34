import { mapItems } from "../json.ts";
import { ResourceReference } from "./resource-reference.ts";

/** A value inside of a remote component, with the URNs of the resources that it comes from. */
export class Traced {
  readonly value: unknown;
  readonly dependencies: readonly string[];

  constructor(value: unknown, dependencies: readonly string[]) {
    this.value = value;
    this.dependencies = dependencies;
  }
}

/** A value without the traces inside of it, and the URNs of all of them. */
export function untraced(value: unknown): Traced {
  const dependencies = new Set<string>();
  const plain = strip(value, dependencies);
  return new Traced(plain, [...dependencies]);
}

function strip(value: unknown, dependencies: Set<string>): unknown {
  if (value instanceof Traced) {
    for (const urn of value.dependencies) dependencies.add(urn);
    return strip(value.value, dependencies);
  }
  if (value instanceof ResourceReference) return value;
  return mapItems(value, (item) => strip(item, dependencies));
}
