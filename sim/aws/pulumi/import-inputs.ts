import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Properties } from "../../core/resource-type.ts";
import { isObject } from "../../core/is-object.ts";
import { isEmpty } from "./absent-inputs.ts";

/**
 * The inputs that would lead to an object that Pulumi did not make: those outputs that the schema has as inputs, without
 * optional ones that are empty, or what `defaults` says, in blocks too. The provider's own rule: `extractSchemaInputsObject` in
 * pkg/tfbridge/schema.go of pulumi-terraform-bridge.
 */
export function importInputs(
  schema: z.ZodObject,
  outputs: Properties,
  defaults: Properties = {},
): Properties {
  const inputs: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
    const value = inputWithin(type, outputs[name], defaults[name]);
    const isDefault = name in defaults ? isDeepStrictEqual(value, defaults[name]) : isEmpty(value);
    if (value !== undefined && !(isOptional(type) && isDefault)) inputs[name] = value;
  }
  return inputs;
}

function inputWithin(type: z.core.$ZodType, value: unknown, defaults?: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const bare = unwrapped(type);
  if (bare instanceof z.ZodObject && typeof value === "object") {
    return importInputs(bare, value as Properties, isObject(defaults) ? defaults : {});
  }
  if (bare instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => inputWithin(bare.element, item));
  }
  return value;
}

function unwrapped(type: z.core.$ZodType): z.core.$ZodType {
  return isOptional(type) ? unwrapped(type.unwrap()) : type;
}

function isOptional(type: z.core.$ZodType): type is z.ZodOptional | z.ZodExactOptional {
  return type instanceof z.ZodOptional || type instanceof z.ZodExactOptional;
}
