/**
 * Between the engine's values on the wire and the plain JSON that the model works on. On the wire, values beside JSON are
 * objects with a signature: secrets, references to resources, assets.
 * https://pulumi-developer-docs.readthedocs.io/latest/developer-docs/pulumi-data-model/property-values.html
 */
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";
import { UNKNOWN } from "../../core/unknown.ts";
import { mapItems } from "../json.ts";
import { InvalidRequest } from "./invalid-request.ts";
import { checkWire } from "./wire-check.ts";

/**
 * Values of a request as they are on the wire.
 *
 * @throws InvalidRequest, NotSimulated for values that nobody here understands.
 */
export function wireOf(struct: structproto.Struct | undefined): Properties {
  const values = toJavaScript(struct);
  checkWire(values);
  return values;
}

function toJavaScript(struct: structproto.Struct | undefined): Properties {
  try {
    return struct?.toJavaScript() ?? {};
  } catch (error) {
    // protobuf's own conversion, of a value whose kind is missing or is not known to it.
    throw new InvalidRequest(`the properties cannot be read (${(error as Error).message})`);
  }
}

/** Plain values of a request. */
export function fromStruct(struct: structproto.Struct | undefined): Properties {
  return plain(wireOf(struct));
}

/** Values for an answer, plain or as they are on the wire; undefined properties are left out. */
export function toStruct(properties: Properties): structproto.Struct {
  const json = JSON.parse(JSON.stringify(properties)) as Record<string, structproto.JavaScriptValue>;
  return structproto.Struct.fromJavaScript(json);
}

/** Without marks of secrets; a reference to a resource becomes its id. Unknown values stay as they are. */
export function plain(value: Properties): Properties;
export function plain(value: unknown): unknown;
export function plain(value: unknown): unknown {
  if (!isObject(value)) return mapItems(value, plain);
  switch (value[rpc.specialSigKey]) {
    case undefined:
      return mapItems(value, plain);
    case rpc.specialResourceSig:
      // The id of a resource that is yet to be made is empty.
      return value["id"] === "" ? UNKNOWN : (value["id"] ?? value["urn"]);
    // A secret, or an output, whose value may be not known yet.
    default:
      return "value" in value ? plain(value["value"]) : UNKNOWN;
  }
}

/** Without marks of secrets; all else, references to resources too, stays as it is on the wire. */
export function revealed(value: unknown): unknown {
  const element = secretElement(value);
  if (element !== undefined) return revealed(element.value);
  return mapItems(value, revealed);
}

/** Whether a value is a secret, or has one inside. */
export function hasSecret(value: unknown): boolean {
  if (secretElement(value) !== undefined) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecret);
}

/** Whether an object stands for a kind of value beside JSON's. */
export function isSigned(value: object): boolean {
  return rpc.specialSigKey in value;
}

/** What a secret hides; undefined for a value that is not a secret. */
export function secretElement(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { [rpc.specialSigKey]: signature, value: element, secret } = value as Properties;
  const isSecret =
    signature === rpc.specialSecretSig || (signature === rpc.specialOutputValueSig && secret === true);
  return isSecret ? { value: element } : undefined;
}

/** The value as a secret; undefined stays undefined. */
export function asSecret(value: unknown): unknown {
  if (value === undefined || secretElement(value) !== undefined) return value;
  return { [rpc.specialSigKey]: rpc.specialSecretSig, value };
}
