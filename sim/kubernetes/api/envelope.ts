/** What every object has: `apiVersion`, `kind` and metadata, checked before anybody relies on their types. */
import { isObject } from "../../core/is-object.ts";
import { builtInType } from "../schema/built-in-types.ts";
import { DecodeError, decodeStrict } from "../schema/decode.ts";
import type { Manifest } from "../types.ts";
import type { Kind } from "./kinds.ts";
import { badRequest, fieldError, invalid } from "./status-errors.ts";

const metadataType = builtInType("v1/ConfigMap").field("metadata")!;

/**
 * The object that a client sent, with metadata of the right types.
 *
 * @throws KubernetesError BadRequest, in the words of k8s.io/apimachinery/pkg/runtime.
 */
export function decodeEnvelope<T extends Manifest>(sent: T): T {
  const given: unknown = sent;
  if (!isObject(given)) throw badRequest(`couldn't get version/kind; json parse error: not an object`);
  for (const [field, name] of [
    ["kind", "Kind"],
    ["apiVersion", "apiVersion"],
  ] as const) {
    const value = given[field];
    if (value === undefined || value === null || value === "") {
      throw badRequest(`Object '${name}' is missing in '${JSON.stringify(given)}'`);
    }
    if (typeof value !== "string") {
      throw badRequest(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${goKind(value)} ` +
          `into Go struct field .${field} of type string`,
      );
    }
  }
  return { ...sent, metadata: decodeMetadata(given) };
}

/** The name of an object that a client names in its request. @throws KubernetesError Invalid */
export function requireName(kind: Kind, { metadata }: Manifest): string {
  if (metadata.name !== undefined && metadata.name !== "") return metadata.name;
  throw invalid(kind, "", [fieldError.required("metadata.name", "name is required")]);
}

function decodeMetadata({
  kind,
  apiVersion,
  metadata,
}: Readonly<Record<string, unknown>>): Manifest["metadata"] {
  try {
    return decodeStrict(metadataType, metadata ?? {}, "metadata") as Manifest["metadata"];
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const version = String(apiVersion).split("/").at(-1)!;
    throw badRequest(
      `${String(kind)} in version "${version}" cannot be handled as a ${String(kind)}: ${error.message}`,
    );
  }
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return { boolean: "bool", number: "number" }[typeof value as string] ?? "object";
}
