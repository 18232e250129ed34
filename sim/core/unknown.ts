/**
 * A value that only an update will tell, as the engine marks it in previews. It is the protocol's own mark:
 * https://pulumi-developer-docs.readthedocs.io/latest/developer-docs/pulumi-data-model/property-values.html
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown, wholly or in part. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
