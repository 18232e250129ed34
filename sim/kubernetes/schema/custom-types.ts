import { builtInType } from "./built-in-types.ts";
import { anyType, type FieldType, type StructType } from "./field-types.ts";

/** What of a CustomResourceDefinition's structural schema is used here. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  readonly "x-kubernetes-validations"?: readonly ValidationRule[];
}

export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly reason?: string;
  readonly optionalOldSelf?: boolean;
}

const metadata = builtInType("v1/ConfigMap").field("metadata") ?? anyType;

/** The type of a custom kind; metadata is the same for all kinds. */
export function customType(kind: string, schema: JsonSchema): StructType {
  const type = structType(kind, schema);
  return {
    ...type,
    field: (name) => (name === "metadata" ? metadata : (type.field(name) ?? typeMeta(name))),
  };
}

function typeMeta(name: string): FieldType | undefined {
  return name === "apiVersion" || name === "kind" ? { kind: "scalar", name: "string" } : undefined;
}

function structType(name: string, schema: JsonSchema): StructType {
  const fields = new Map(
    Object.entries(schema.properties ?? {}).map(([field, type]) => [field, fieldType(field, type)]),
  );
  return {
    kind: "struct",
    name,
    field: (field) => fields.get(field),
    required: schema.required ?? [],
    open: schema["x-kubernetes-preserve-unknown-fields"] === true,
    atomic: schema["x-kubernetes-map-type"] === "atomic",
  };
}

function fieldType(name: string, schema: JsonSchema): FieldType {
  if (schema["x-kubernetes-int-or-string"] === true) return { kind: "scalar", name: "intOrString" };
  switch (schema.type) {
    case "array": {
      const keys = schema["x-kubernetes-list-map-keys"];
      const listType = schema["x-kubernetes-list-type"];
      return {
        kind: "list",
        items: fieldType(name, schema.items ?? {}),
        set: listType === "set",
        ...(listType === "map" && keys !== undefined ? { keys } : {}),
      };
    }
    case "object":
      return objectType(name, schema);
    case "string":
      return { kind: "scalar", name: "string" };
    case "integer":
      return { kind: "scalar", name: schema.format === "int32" ? "int32" : "int64" };
    case "number":
      return { kind: "scalar", name: "double" };
    case "boolean":
      return { kind: "scalar", name: "bool" };
    default:
      return anyType;
  }
}

function objectType(name: string, schema: JsonSchema): FieldType {
  if (schema.properties !== undefined) return structType(name, schema);
  const { additionalProperties } = schema;
  if (additionalProperties === undefined || typeof additionalProperties === "boolean") {
    const open = additionalProperties === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
    return open ? anyType : structType(name, schema);
  }
  const atomic = schema["x-kubernetes-map-type"] === "atomic";
  return { kind: "map", values: fieldType(name, additionalProperties), atomic };
}
