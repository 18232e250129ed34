/** Values as both hosts take them apart: JSON, with objects of Pulumi's protocol or of a host's own in it. */

/** A copy of a list or an object with `change` made to each of its values; any other value as it is. */
export function mapItems(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => change(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
