/** Conversion between the engine's property values and the plain JSON that the model works on. */
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { NotSimulated } from "../../core/errors.ts";
import type { Properties } from "../../core/resource-type.ts";

/**
 * Plain values of a request: secrets are unwrapped (the engine marks the outputs of secret inputs itself, as the
 * provider does not claim to understand secrets), a reference to a resource becomes its id. Unknown values stay marked.
 */
export function fromStruct(struct: structproto.Struct | undefined): Properties {
  return struct === undefined ? {} : (plain(struct.toJavaScript()) as Properties);
}

/** Values for an answer; undefined properties are left out. */
export function toStruct(properties: Properties): structproto.Struct {
  const json = JSON.parse(JSON.stringify(properties)) as Record<string, structproto.JavaScriptValue>;
  return structproto.Struct.fromJavaScript(json);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  switch (object[rpc.specialSigKey]) {
    case undefined:
      return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, plain(item)]));
    case rpc.specialSecretSig:
    case rpc.specialOutputValueSig:
      return plain(object["value"]);
    case rpc.specialResourceSig:
      return object["id"] ?? object["urn"];
    default:
      throw new NotSimulated("assets and archives as inputs");
  }
}
