import { lbcCrds } from "../../../../../facts/lbc-crds.ts";
import { customType, type JsonSchema } from "../../../../kubernetes/schema/custom-types.ts";
import { decodeStrict } from "../../../../kubernetes/schema/decode.ts";
import type { StructType } from "../../../../kubernetes/schema/field-types.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";

/** All releases here have the same. */
const RELEASE = "3.5.0";

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: JsonSchema };
    }[];
  };
}

/** Types of the controller's own kinds, by kind with its version. */
let types: ReadonlyMap<string, StructType> | undefined;

/**
 * An object of the controller's own kinds as its Go types hold it: without a spec its spec is empty. Mutating webhooks see it
 * before the API server has compared it with the schema.
 *
 * @throws DecodeError for a value of another type.
 */
export function decodeOwn<T extends KubeObject>(object: T): T {
  types ??= readTypes();
  const type = types.get(`${object.apiVersion}/${object.kind}`);
  if (type === undefined) return object;
  const decoded = decodeStrict(type, { spec: (object["spec"] as unknown) ?? {} }, "") as { spec: unknown };
  return { ...object, ...decoded };
}

function readTypes(): ReadonlyMap<string, StructType> {
  return new Map(
    (lbcCrds(RELEASE) as unknown as Definition[]).flatMap(({ spec: { group, names, versions } }) =>
      versions.map(({ name, schema }) => [
        `${group}/${name}/${names.kind}`,
        withSpecType(customType(names.kind, schema.openAPIV3Schema)),
      ]),
    ),
  );
}

/** The struct of a spec has a name in Go. */
function withSpecType(type: StructType): StructType {
  const spec = type.field("spec");
  if (spec?.kind !== "struct") return type;
  const named = { ...spec, name: `${type.name}Spec` };
  return { ...type, field: (name) => (name === "spec" ? named : type.field(name)) };
}
