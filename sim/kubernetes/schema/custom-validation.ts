/**
 * Validation of custom objects by the structural schema of their definition, in the words of
 * k8s.io/apiextensions-apiserver and k8s.io/kube-openapi/pkg/validation.
 */
import { isObject } from "../../core/is-object.ts";
import { equal } from "../api/plain.ts";
import { fieldError } from "../api/status-errors.ts";
import type { JsonSchema } from "./custom-types.ts";
import { ruleErrors } from "./validation-rules.ts";

/** Fills in the schema's defaults. `value` is changed. */
export function setSchemaDefaults(schema: JsonSchema, value: unknown): void {
  if (Array.isArray(value)) {
    for (const entry of value) if (schema.items !== undefined) setSchemaDefaults(schema.items, entry);
  }
  if (!isObject(value)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (value[name] === undefined && property.default !== undefined)
      value[name] = structuredClone(property.default);
    if (value[name] !== undefined) setSchemaDefaults(property, value[name]);
  }
  const { additionalProperties } = schema;
  if (!isObject(additionalProperties)) return;
  for (const entry of Object.values(value)) setSchemaDefaults(additionalProperties, entry);
}

/**
 * Field errors of a value.
 *
 * @param old the value before an update, for rules about changes.
 */
export function schemaErrors(schema: JsonSchema, value: unknown, path: string, old?: unknown): string[] {
  if (value === null && schema.nullable === true) return [];
  const mismatch = typeError(schema, value, path);
  if (mismatch !== undefined) return [mismatch];
  const errors = [...valueErrors(schema, value, path), ...combinationErrors(schema, value, path)];
  if (isObject(value)) errors.push(...objectErrors(schema, value, path, old));
  if (Array.isArray(value)) errors.push(...arrayErrors(schema, value, path));
  // Rules are evaluated only on values that are sound otherwise.
  return errors.length > 0 ? errors : ruleErrors(schema["x-kubernetes-validations"] ?? [], value, path, old);
}

function typeError(schema: JsonSchema, value: unknown, path: string): string | undefined {
  const wanted = schema["x-kubernetes-int-or-string"] === true ? ["integer", "string"] : [schema.type];
  const found = typeOf(value);
  const fits = wanted.some(
    (type) => type === undefined || type === found || (type === "number" && found === "integer"),
  );
  if (fits) return undefined;
  return fieldError.invalid(path, found, `${path} in body must be of type ${wanted.join(",")}: "${found}"`);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function valueErrors(schema: JsonSchema, value: unknown, path: string): string[] {
  const errors: string[] = [];
  const refuse = (words: string): void =>
    void errors.push(fieldError.invalid(path, value, `${path} in body ${words}`));
  if (schema.enum !== undefined && !schema.enum.some((entry) => equal(entry, value))) {
    const supported = schema.enum.map((entry) => (typeof entry === "string" ? entry : JSON.stringify(entry)));
    errors.push(fieldError.notSupported(path, value, supported));
  }
  if (typeof value === "string") {
    const { pattern, minLength = 0, maxLength = Infinity } = schema;
    if (value.length > maxLength) errors.push(`${path}: Too long: may not be more than ${maxLength} bytes`);
    if (value.length < minLength) refuse(`should be at least ${minLength} chars long`);
    if (pattern !== undefined && !new RegExp(pattern).test(value)) refuse(`should match '${pattern}'`);
  }
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema;
    if (exclusiveMinimum === true ? value <= minimum : value < minimum) {
      refuse(`should be greater than ${exclusiveMinimum === true ? "" : "or equal to "}${minimum}`);
    }
    if (exclusiveMaximum === true ? value >= maximum : value > maximum) {
      refuse(`should be less than ${exclusiveMaximum === true ? "" : "or equal to "}${maximum}`);
    }
  }
  return errors;
}

function objectErrors(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  old: unknown,
): string[] {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const count = Object.keys(value).length;
  const { additionalProperties, minProperties = 0, maxProperties = Infinity } = schema;
  const errors = (schema.required ?? [])
    .filter((name) => value[name] === undefined)
    .map((name) => fieldError.required(at(name)));
  if (count < minProperties) {
    errors.push(
      fieldError.invalid(path, value, `${path} in body should have at least ${minProperties} properties`),
    );
  }
  if (count > maxProperties)
    errors.push(`${path}: Too many: ${count}: must have at most ${maxProperties} items`);
  for (const [name, entry] of Object.entries(value)) {
    const property = schema.properties?.[name];
    const before = isObject(old) ? old[name] : undefined;
    if (property !== undefined) errors.push(...schemaErrors(property, entry, at(name), before));
    else if (isObject(additionalProperties)) {
      errors.push(...schemaErrors(additionalProperties, entry, at(name), before));
    }
  }
  return errors;
}

function arrayErrors(schema: JsonSchema, value: readonly unknown[], path: string): string[] {
  const { items = {}, minItems = 0, maxItems = Infinity, uniqueItems } = schema;
  const errors: string[] = [];
  if (value.length > maxItems)
    errors.push(`${path}: Too many: ${value.length}: must have at most ${maxItems} items`);
  if (value.length < minItems) {
    errors.push(fieldError.invalid(path, value, `${path} in body should have at least ${minItems} items`));
  }
  const keys = schema["x-kubernetes-list-map-keys"];
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    errors.push(...schemaErrors(items, entry, `${path}[${index}]`));
    const key = keys === undefined ? entry : pick(entry, keys);
    const text = JSON.stringify(key);
    const unique = uniqueItems === true || ["set", "map"].includes(schema["x-kubernetes-list-type"] ?? "");
    if (unique && seen.has(text)) errors.push(fieldError.duplicate(`${path}[${index}]`, key));
    seen.add(text);
  }
  return errors;
}

function pick(value: unknown, keys: readonly string[]): Record<string, unknown> {
  return isObject(value) ? Object.fromEntries(keys.map((key) => [key, value[key]])) : {};
}

function combinationErrors(schema: JsonSchema, value: unknown, path: string): string[] {
  const passes = (candidate: JsonSchema): boolean => schemaErrors(candidate, value, path).length === 0;
  const where = path === "" ? "" : path;
  const refuse = (words: string): string =>
    fieldError.invalid(where, value, `${JSON.stringify(where)} must validate ${words}`);
  const errors = (schema.allOf ?? []).flatMap((candidate) => schemaErrors(candidate, value, path));
  if (schema.anyOf !== undefined && !schema.anyOf.some(passes))
    errors.push(refuse("at least one schema (anyOf)"));
  if (schema.oneOf !== undefined && schema.oneOf.filter(passes).length !== 1) {
    errors.push(refuse("one and only one schema (oneOf)"));
  }
  if (schema.not !== undefined && passes(schema.not)) {
    errors.push(
      fieldError.invalid(where, value, `${JSON.stringify(where)} must not validate the schema (not)`),
    );
  }
  return errors;
}
