import { z } from "zod";

/** What a schema knows at a path. */
export interface KnownKeys {
  /** Keys of a mapping; of a choice between mappings, those of all choices. */
  readonly keys: readonly string[];
  /** What each mapping that may stand there cannot be without, in words: `{ name: ... }`. Empty where one may be empty. */
  readonly forms: readonly string[];
}

export function knownKeysAt(schema: z.ZodType, path: readonly PropertyKey[]): KnownKeys {
  let schemas: readonly unknown[] = [schema];
  for (const part of path) schemas = schemas.flatMap(alternatives).flatMap((schema) => below(schema, part));
  const shapes = schemas
    .flatMap(alternatives)
    .flatMap((schema) => (schema instanceof z.ZodObject ? [schema.shape as z.core.$ZodShape] : []));
  const required = shapes.map(requiredKeys);
  return {
    keys: [...new Set(shapes.flatMap((shape) => Object.keys(shape)))],
    forms: required.some((keys) => keys.length === 0) ? [] : [...new Set(required.map(formOf))],
  };
}

function requiredKeys(shape: z.core.$ZodShape): readonly string[] {
  return Object.entries(shape).flatMap(([key, { _zod }]) => (_zod.optin === undefined ? [key] : []));
}

function formOf(keys: readonly string[]): string {
  return `{ ${keys.map((key) => `${key}: ...`).join(", ")} }`;
}

/** Whether there may be something at a path as messages spell it: `nodeGroups[0].minSize`. */
export function isKeyAt(schema: z.ZodType, path: string): boolean {
  let schemas: readonly unknown[] = [schema];
  for (const part of path.split(/[.[\]]+/).filter((one) => one !== "")) {
    const choices = schemas.flatMap(alternatives);
    if (choices.length > 0 && choices.every((choice) => lacks(choice, part))) return false;
    schemas = choices.flatMap((choice) => below(choice, part));
  }
  return true;
}

function lacks(schema: unknown, part: string): boolean {
  return schema instanceof z.ZodObject && !Object.hasOwn(schema.shape, part);
}

function below(schema: unknown, part: PropertyKey): readonly unknown[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<PropertyKey, unknown>> = schema.shape;
  return part in shape ? [shape[part]] : [];
}

/** What an optional schema or a choice may stand for. */
function alternatives(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault)
    return alternatives(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema];
}
