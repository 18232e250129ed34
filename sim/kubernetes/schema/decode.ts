/**
 * Decoding of what clients send, as the API server's strict JSON decoder does it: wrong types and unknown fields are
 * refused for built-in kinds; unknown fields of custom kinds are pruned.
 */
import { isObject } from "../../core/is-object.ts";
import { parseQuantity, QUANTITY_PATTERN } from "../quantity.ts";
import type { FieldType, ScalarName, StructType } from "./field-types.ts";

/** What is wrong with an object, in the decoder's words. */
export class DecodeError extends Error {}

/**
 * Checks `value` against `type` and drops nulls.
 *
 * @param path of the value, empty for a whole object.
 * @throws DecodeError
 */
export function decodeStrict(type: FieldType, value: unknown, path: string): unknown {
  const unknown: string[] = [];
  const decoded = new Decoder((field) => unknown.push(field)).decode(type, value, path, "");
  if (unknown.length > 0) {
    const fields = unknown.map((field) => `unknown field ${JSON.stringify(field)}`);
    throw new DecodeError(`strict decoding error: ${fields.join(", ")}`);
  }
  return decoded;
}

/** A custom object without the fields that its schema does not declare; types are checked elsewhere. */
export function prune(type: FieldType, value: unknown): unknown {
  if (type.kind === "list")
    return Array.isArray(value) ? value.map((entry) => prune(type.items, entry)) : value;
  if (!isObject(value) || type.kind === "any" || type.kind === "scalar") return value;
  const kept: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    const field = type.kind === "map" ? type.values : type.field(name);
    if (field !== undefined) kept[name] = prune(field, entry);
    else if (type.kind === "struct" && type.open) kept[name] = entry;
  }
  return kept;
}

class Decoder {
  readonly #onUnknown: (path: string) => void;

  constructor(onUnknown: (path: string) => void) {
    this.#onUnknown = onUnknown;
  }

  /** @param owner Go name of the struct that holds the value. */
  decode(type: FieldType, value: unknown, path: string, owner: string): unknown {
    switch (type.kind) {
      case "any":
        return value;
      case "scalar":
        if (!isScalar(type.name, value)) throw mismatch(value, path, owner, goType(type));
        if (type.name === "quantity" && parseQuantity(value as string | number) === undefined) {
          throw new DecodeError(`quantities must match the regular expression '${QUANTITY_PATTERN}'`);
        }
        return value;
      case "list":
        if (!Array.isArray(value)) throw mismatch(value, path, owner, goType(type));
        return value.map((entry, index) => this.decode(type.items, entry, `${path}[${index}]`, owner));
      case "map":
        return this.#entries(value, path, owner, type, () => type.values);
      case "struct":
        return this.#entries(value, path, owner, type, (name) => type.field(name));
    }
  }

  #entries(
    value: unknown,
    path: string,
    owner: string,
    type: FieldType,
    fieldOf: (name: string) => FieldType | undefined,
  ): Record<string, unknown> {
    if (!isObject(value)) throw mismatch(value, path, owner, goType(type));
    const decoded: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(value)) {
      if (entry === null || entry === undefined) continue;
      const field = fieldOf(name);
      const at = path === "" ? name : `${path}.${name}`;
      if (field === undefined) this.#onUnknown(at);
      else decoded[name] = this.decode(field, entry, at, type.kind === "struct" ? type.name : owner);
    }
    return decoded;
  }
}

function isScalar(name: ScalarName, value: unknown): boolean {
  switch (name) {
    case "string":
    case "time":
      return typeof value === "string";
    case "bool":
      return typeof value === "boolean";
    case "int32":
    case "int64":
      return Number.isInteger(value);
    case "double":
      return typeof value === "number";
    case "intOrString":
      return Number.isInteger(value) || typeof value === "string";
    case "quantity":
      return typeof value === "number" || typeof value === "string";
  }
}

/** The words of Go's encoding/json; paths have no indices there. */
function mismatch(value: unknown, path: string, owner: string, type: string): DecodeError {
  const field = `${owner}.${path.replace(/\[\d+\]/g, "")}`;
  const found = Array.isArray(value)
    ? "array"
    : isObject(value)
      ? "object"
      : typeof value === "boolean"
        ? "bool"
        : typeof value;
  const shown = typeof value === "number" && type.startsWith("int") ? `number ${value}` : found;
  return new DecodeError(`json: cannot unmarshal ${shown} into Go struct field ${field} of type ${type}`);
}

function goType(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name === "double" ? "float64" : type.name;
    case "list":
      return `[]${goType(type.items)}`;
    case "map":
      return `map[string]${goType(type.values)}`;
    case "struct":
      return `v1.${type.name}`;
    case "any":
      return "interface {}";
  }
}

/**
 * Required fields whose absence has words of its own: Go takes them as zero or empty, and the validation of their
 * kind sees that.
 */
const checkedElsewhere = new Set([
  "ContainerPort.containerPort",
  "HorizontalPodAutoscalerSpec.maxReplicas",
  "HorizontalPodAutoscalerSpec.scaleTargetRef",
  "HPAScalingPolicy.periodSeconds",
  "HPAScalingPolicy.type",
  "HPAScalingPolicy.value",
  "HTTPIngressPath.pathType",
  "IngressServiceBackend.name",
  "MetricSpec.type",
  "MetricTarget.type",
  "PodSpec.containers",
  "ResourceMetricSource.name",
  "ResourceMetricSource.target",
  "ServicePort.port",
  "TopologySpreadConstraint.maxSkew",
  "TopologySpreadConstraint.topologyKey",
  "TopologySpreadConstraint.whenUnsatisfiable",
]);

/** Fields that a type requires and a value does not have, as paths. */
export function missingFields(
  type: StructType,
  value: Readonly<Record<string, unknown>>,
  path = "",
): string[] {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  return [
    ...type.required
      .filter((name) => value[name] === undefined && !checkedElsewhere.has(`${type.name}.${name}`))
      .map(at),
    ...Object.entries(value).flatMap(([name, entry]) => missingInside(type.field(name), entry, at(name))),
  ];
}

function missingInside(type: FieldType | undefined, value: unknown, path: string): string[] {
  if (type?.kind === "struct" && isObject(value)) return missingFields(type, value, path);
  if (type?.kind === "list" && Array.isArray(value)) {
    return value.flatMap((entry, index) => missingInside(type.items, entry, `${path}[${index}]`));
  }
  if (type?.kind === "map" && isObject(value)) {
    return Object.entries(value).flatMap(([name, entry]) =>
      missingInside(type.values, entry, `${path}.${name}`),
    );
  }
  return [];
}
