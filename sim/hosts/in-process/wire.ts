/**
 * Values as the Pulumi SDK puts them on the wire: JSON with marks for secrets, resources and unknown values.
 * The marks are part of the engine's protocol:
 * https://pulumi-developer-docs.readthedocs.io/latest/developer-docs/pulumi-data-model/property-values.html
 */
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { defined } from "../../core/defined.ts";
import { NotSimulated } from "../../core/errors.ts";
import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";
import { mapItems } from "../json.ts";
import { ResourceReference } from "./resource-reference.ts";
import { Traced } from "./traced.ts";

/** Plain values from the wire: secrets are unwrapped, a reference to a custom resource becomes its id. */
export function decode(struct: structproto.Struct | undefined): Properties {
  if (struct === undefined) return {};
  return decodeValue(struct.toJavaScript()) as Properties;
}

/**
 * Like {@link decode}, for remote components: references to resources are kept as such, for components follow them, and
 * what comes from outputs is {@link Traced}.
 */
export function decodeForComponent(struct: structproto.Struct | undefined): Properties {
  if (struct === undefined) return {};
  return decodeValue(struct.toJavaScript(), { forComponent: true }) as Properties;
}

/** A value in which each reference gave way to the id of its resource, as resources take them. */
export function withIds(value: unknown): unknown {
  if (value instanceof ResourceReference) return value.id === "" ? value.urn : value.id;
  return mapItems(value, withIds);
}

/** Like {@link decode}, with secrets shown as `[secret]`: for values that people see. */
export function decodeMasked(struct: structproto.Struct | undefined): Properties {
  if (struct === undefined) return {};
  return decodeValue(struct.toJavaScript(), { mask: "[secret]" }) as Properties;
}

/** Puts plain values and {@link ResourceReference}s on the wire; undefined properties are left out. */
export function encode(properties: Properties): structproto.Struct {
  return new PlainStruct(encodeValue(properties) as PlainFields);
}

type PlainFields = Record<string, structproto.JavaScriptValue>;

/**
 * A message that never leaves the process, and so is made of protobuf's parts only where somebody takes it apart: those
 * of each level copy all that is below.
 */
class PlainStruct extends structproto.Struct {
  readonly #fields: PlainFields;

  constructor(fields: PlainFields) {
    super();
    this.#fields = fields;
  }

  override toJavaScript(): PlainFields {
    return this.#fields;
  }

  override getFieldsMap(): ReturnType<structproto.Struct["getFieldsMap"]> {
    return structproto.Struct.fromJavaScript(this.#fields).getFieldsMap();
  }
}

/** A copy as plain data, with {@link ResourceReference}s and {@link Traced} values as the wire has them. */
export function plainValue(value: unknown): unknown {
  return encodeValue(value);
}

/** The value of which {@link plainValue} made a copy. */
export function valueOfPlain(value: unknown): unknown {
  return decodeValue(value, { forComponent: true });
}

interface DecodeOptions {
  /** What is shown for a secret. Default: its value. */
  readonly mask?: string;
  /** Default: a reference becomes an id. */
  readonly forComponent?: boolean;
}

function decodeValue(value: unknown, options: DecodeOptions = {}): unknown {
  if (value === rpc.unknownValue) throw new NotSimulated("unknown values outside of a preview");
  const decodeItem = (item: unknown): unknown => decodeValue(item, options);
  if (!isObject(value)) return mapItems(value, decodeItem);
  switch (value[rpc.specialSigKey]) {
    case undefined:
      return mapItems(value, decodeItem);
    case rpc.specialSecretSig:
      return options.mask ?? decodeValue(value["value"], options);
    case rpc.specialResourceSig:
      return options.forComponent
        ? new ResourceReference(String(value["urn"]), String(value["id"] ?? ""))
        : (value["id"] ?? value["urn"]);
    case rpc.specialOutputValueSig:
      return new Traced(
        decodeValue(value["value"] ?? rpc.unknownValue, options),
        urns(value["dependencies"]),
      );
    default:
      throw new NotSimulated("assets and archives as inputs");
  }
}

function urns(dependencies: unknown): string[] {
  return Array.isArray(dependencies) ? dependencies.map(String) : [];
}

function encodeValue(value: unknown): unknown {
  if (value instanceof ResourceReference) {
    return { [rpc.specialSigKey]: rpc.specialResourceSig, urn: value.urn, id: value.id };
  }
  if (value instanceof Traced) {
    const { value: known, dependencies } = value;
    return { [rpc.specialSigKey]: rpc.specialOutputValueSig, value: encodeValue(known), dependencies };
  }
  const hasGaps = isObject(value) && Object.values(value).includes(undefined);
  return mapItems(hasGaps ? defined(value) : value, encodeValue);
}
