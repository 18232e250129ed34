import { stringOf } from "../annotations.ts";
import type { ClassifiedIngress } from "../class.ts";
import type { Tags } from "../../model.ts";
import type { IngressClassParams } from "../../kubernetes/objects.ts";

type ParamsSpec = NonNullable<IngressClassParams["spec"]>;

/**
 * The one value that the members of a group give a setting of the load balancer; the class's parameters go before
 * the annotation.
 *
 * @throws Error when they differ: `conflicting scheme: ...`
 */
export function groupSetting(
  members: readonly ClassifiedIngress[],
  annotation: string,
  fromParams: (spec: ParamsSpec) => string | undefined,
  conflict: (values: readonly string[]) => string,
): string | undefined {
  const values = new Set<string>();
  for (const { ingress, params } of members) {
    const value = fromParams(params?.spec ?? {}) ?? stringOf(ingress.metadata.annotations, annotation);
    if (value !== undefined) values.add(value);
  }
  if (values.size > 1) throw new Error(conflict([...values].sort()));
  return [...values][0];
}

/**
 * The maps of all members in one. @throws Error when members disagree about a key that `ofClass`, which goes before them,
 * does not have.
 */
export function mergedMaps(
  members: readonly ClassifiedIngress[],
  mapOf: (member: ClassifiedIngress) => Tags,
  conflict: (values: string, member: ClassifiedIngress) => string,
  ofClass: Tags = {},
): Tags {
  const merged: Record<string, string> = {};
  for (const member of members) {
    for (const [key, value] of Object.entries(mapOf(member))) {
      const before = merged[key];
      if (before !== undefined && before !== value && !(key in ofClass)) {
        throw new Error(conflict(`${key}: ${before} | ${value}`, member));
      }
      merged[key] = value;
    }
  }
  return { ...merged, ...ofClass };
}

/** Go prints a set as a map: `map[internal:{} internet-facing:{}]`. */
export function goSet(values: readonly string[]): string {
  return `map[${values.map((value) => `${value}:{}`).join(" ")}]`;
}

/** Go prints a list without commas: `[a b]`. */
export function goList(values: readonly (string | number)[]): string {
  return `[${values.join(" ")}]`;
}
