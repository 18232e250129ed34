/** Refuses values of a request that the model could not be told, before anything is made of them. */
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import { NotSimulated } from "../../core/errors.ts";
import { formatPropertyPath, type PropertyPath } from "../../core/property-path.ts";
import { InvalidRequest } from "./invalid-request.ts";

/**
 * Checks the objects that stand for other than JSON values, at every depth.
 *
 * @param values in the engine's encoding.
 * @throws InvalidRequest for one of an unknown kind, or that lacks what its kind has.
 * @throws NotSimulated for assets and archives.
 */
export function checkWire(values: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(values)) checkValue(value, [key]);
}

function checkValue(value: unknown, path: PropertyPath): void {
  if (typeof value !== "object" || value === null) return;
  if (rpc.specialSigKey in value) checkSigned(value, path);
  for (const [key, item] of Object.entries(value)) {
    checkValue(item, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

function checkSigned(value: { readonly [rpc.specialSigKey]: unknown }, path: PropertyPath): void {
  const signature = value[rpc.specialSigKey];
  switch (signature) {
    case rpc.specialSecretSig:
      if (!("value" in value)) throw malformed("a secret without a value", path);
      return;
    // Without a value it is one that is not known yet.
    case rpc.specialOutputValueSig:
      return;
    case rpc.specialResourceSig:
      if (!("urn" in value) || typeof value.urn !== "string")
        throw malformed("a reference to a resource without a URN", path);
      return;
    case rpc.specialAssetSig:
    case rpc.specialArchiveSig:
      throw new NotSimulated("assets and archives as inputs", formatPropertyPath(path));
    default:
      throw malformed(
        `an object of an unknown kind, with the signature ${JSON.stringify(signature)}, perhaps of a newer SDK; ` +
          "it must be a secret, an output or a reference to a resource",
        path,
      );
  }
}

function malformed(problem: string, path: PropertyPath): InvalidRequest {
  return new InvalidRequest(`property ${formatPropertyPath(path)} is ${problem}`);
}
