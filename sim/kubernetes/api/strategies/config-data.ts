import { Buffer } from "node:buffer";
import type { ConfigMap, Secret } from "../../objects.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

/** etcd does not take more; the API server checks before. */
const MAX_BYTES = 1024 * 1024;

const KEY_PATTERN = "[-._a-zA-Z0-9]+";
const keyExpression = new RegExp(`^${KEY_PATTERN}$`);

function dataErrors(object: ConfigMap, old: ConfigMap | undefined): string[] {
  const errors: string[] = [];
  const data: Readonly<Record<string, string>> = { ...object.data, ...object.binaryData };
  let bytes = 0;
  for (const [key, value] of Object.entries(data)) {
    bytes += value.length;
    if (keyExpression.test(key)) continue;
    const words =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or " +
      `'KEY_NAME',  or 'key-name', regex used for validation is '${KEY_PATTERN}')`;
    errors.push(fieldError.invalid(`data[${key}]`, key, words));
  }
  if (bytes > MAX_BYTES) errors.push(`[]: Too long: may not be more than ${MAX_BYTES} bytes`);
  if (old?.immutable === true) {
    const words = "field is immutable when `immutable` is set";
    if (object.immutable !== true) errors.push(fieldError.forbidden("immutable", words));
    for (const field of ["data", "binaryData"] as const) {
      if (!equal(object[field], old[field])) errors.push(fieldError.forbidden(field, words));
    }
  }
  return errors;
}

/** core/v1 ConfigMap */
export const configMapStrategy: Strategy<ConfigMap> = {
  validate: (object, _context, old) => dataErrors(object, old),
};

/** core/v1 Secret: `stringData` is for writing only; what is kept is base64 in `data`. */
export const secretStrategy: Strategy<Secret> = {
  setDefaults(object) {
    object.type ??= "Opaque";
    const { stringData } = object;
    if (stringData === undefined) return;
    const encoded = Object.entries(stringData as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value).toString("base64"),
    ]);
    object.data = { ...object.data, ...Object.fromEntries(encoded) };
    delete object.stringData;
  },
  validate(object, _context, old) {
    const errors = dataErrors(object, old);
    if (old !== undefined && object.type !== old.type) {
      errors.push(fieldError.immutable("type", object.type));
    }
    return errors;
  },
};
