import { validationError } from "./errors.ts";
import type { Attributes } from "./records.ts";
import type { Attribute } from "./requests.ts";

/** What an attribute's value must be. @throws AwsError */
export type AttributeCheck = (key: string, value: string) => void;

/** The attributes as the API lists them. */
export function attributeList(attributes: Attributes): Attribute[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * `present` with the attributes of a request over it.
 *
 * @param checks what there is, by key.
 * @param owner as messages name it: `Load balancer`.
 * @throws AwsError ValidationError for unknown or doubled keys and values that the check refuses.
 */
export function withAttributes(
  present: Attributes,
  changes: readonly Attribute[],
  checks: Readonly<Record<string, AttributeCheck>>,
  owner: string,
): Attributes {
  const merged: Record<string, string> = { ...present };
  const seen = new Set<string>();
  for (const { Key: key = "", Value: value = "" } of changes) {
    const check = checks[key];
    if (check === undefined) throw validationError(`${owner} attribute key '${key}' is not recognized`);
    if (seen.has(key)) throw validationError(`${owner} attribute key '${key}' was specified more than once`);
    seen.add(key);
    check(key, value);
    merged[key] = value;
  }
  return merged;
}

export const isBoolean: AttributeCheck = oneOf("true", "false");

/** One of the listed words. */
export function oneOf(...allowed: readonly string[]): AttributeCheck {
  return (key, value) => {
    if (!allowed.includes(value)) {
      throw validationError(`'${key}' value '${value}' must be one of [${allowed.join(", ")}]`);
    }
  };
}

/** An integer from `min` to `max`, or 0 where that switches the feature off. */
export function between(
  min: number,
  max: number,
  options: { readonly orZero?: boolean } = {},
): AttributeCheck {
  return (key, value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (options.orZero === true && number === 0) return;
    if (!(number >= min && number <= max)) {
      throw validationError(`'${key}' value '${value}' must be between '${min}-${max}' inclusive`);
    }
  };
}

/** Free text. */
export const isText: AttributeCheck = () => {};
