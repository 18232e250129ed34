/** An object's fields against the schema of its kind, built-in or custom. */
import { builtInType } from "../schema/built-in-types.ts";
import { applyErrors } from "../schema/apply.ts";
import { schemaErrors, setSchemaDefaults } from "../schema/custom-validation.ts";
import { DecodeError, decodeStrict, missingFields, prune } from "../schema/decode.ts";
import type { StructType } from "../schema/field-types.ts";
import { KubernetesError } from "../../core/errors.ts";
import type { KubeObject, Manifest } from "../types.ts";
import type { CustomKind } from "./custom-kinds.ts";
import type { Kind } from "./kinds.ts";
import { equal } from "./plain.ts";
import { badRequest, fieldError } from "./status-errors.ts";

export function isCustom(kind: Kind): kind is CustomKind {
  return kind.custom;
}

/** The type of a kind's objects. */
export function typeOf(kind: Kind): StructType {
  return isCustom(kind) ? kind.type : builtInType(kind.gvk);
}

/**
 * Reads what a client sent. Built-in kinds are decoded strictly, custom ones are pruned and given the defaults of
 * their schema. Only the fields that differ from `old` are looked at.
 *
 * @throws KubernetesError BadRequest for wrong types and, of built-in kinds, unknown fields.
 */
export function decodeObject(kind: Kind, given: KubeObject, old?: KubeObject): KubeObject {
  if (isCustom(kind)) {
    const pruned = prune(kind.type, given) as KubeObject;
    setSchemaDefaults(kind.schema, pruned);
    return pruned;
  }
  const type = builtInType(kind.gvk);
  const result: KubeObject = { ...given };
  try {
    for (const [name, value] of Object.entries(given)) {
      if (value === null) delete result[name];
      else if (name !== "metadata" && !equal(value, old?.[name]))
        result[name] = decodeField(type, name, value);
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { kind: name, version } = kind;
    throw badRequest(`${name} in version "${version}" cannot be handled as a ${name}: ${error.message}`);
  }
  if (type.field("spec")?.kind === "struct") result["spec"] ??= {};
  return result;
}

/** What readers see of a status that nobody has written yet: the defaults of a custom kind's schema. `object` is changed. */
export function setStatusDefaults(kind: Kind, object: KubeObject): void {
  if (isCustom(kind)) setSchemaDefaults(kind.schema, object);
}

function decodeField(type: StructType, name: string, value: unknown): unknown {
  const field = type.field(name);
  if (field === undefined)
    throw new DecodeError(`strict decoding error: unknown field ${JSON.stringify(name)}`);
  return decodeStrict(field, value, name);
}

/** Field errors under the schema alone. */
export function objectSchemaErrors(kind: Kind, object: KubeObject, old?: KubeObject): string[] {
  if (isCustom(kind)) return schemaErrors(kind.schema, object, "", old);
  const { metadata: _metadata, status: _status, ...fields } = object;
  return missingFields(builtInType(kind.gvk), fields).map((path) => fieldError.required(path));
}

/**
 * Refuses what server-side apply cannot take.
 *
 * @throws KubernetesError InternalError, as the API server answers in this case.
 */
export function checkApplied(kind: Kind, namespace: string | undefined, manifest: Manifest): void {
  const { metadata: _metadata, ...fields } = manifest;
  const errors = applyErrors(typeOf(kind), fields);
  if (errors.length === 0) return;
  const object = `${namespace === undefined ? "" : `${namespace}/`}${manifest.metadata.name ?? ""}`;
  const what = `${object}; ${manifest.apiVersion}, Kind=${manifest.kind}`;
  const words = errors.length === 1 ? errors[0] : `errors:\n  ${errors.join("\n  ")}`;
  throw new KubernetesError("InternalError", `failed to create typed patch object (${what}): ${words}`, 500);
}
