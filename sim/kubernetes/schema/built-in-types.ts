import type { Gvk } from "../types.ts";
import data from "./built-in-types.json" with { type: "json" };
import { anyType, type FieldType, type ScalarName, type StructType } from "./field-types.ts";

/**
 * The notation of built-in-types.json: `string`, `core.v1.PodSpec`, `{string}` for a map, `[string]` for a list;
 * followed by `by name` (entries are merged one by one, by these fields), `set`, `atomic` (replaced as a whole) and
 * `required`, where these hold.
 */
export interface BuiltInTypes {
  /** The type of each kind, by group, version and kind. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Fields with their types, by type name without the `io.k8s.api` prefix. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Fields of the built-in kinds as of Kubernetes 1.34.4, made by extract.ts. */
const builtInTypes: BuiltInTypes = data;

const scalars: readonly string[] = [
  "string",
  "int32",
  "int64",
  "double",
  "bool",
  "quantity",
  "intOrString",
  "time",
] satisfies readonly ScalarName[];

const structs = new Map<string, StructType>();

/** The type of a built-in kind. */
export function builtInType(gvk: Gvk): StructType {
  const name = builtInTypes.kinds[gvk];
  if (name === undefined) throw new TypeError(`${gvk} has no entry in built-in-types.json`);
  return struct(name, false);
}

/** Names of the fields that objects of a built-in kind have at the top. */
export function builtInFields(gvk: Gvk): string[] {
  return Object.keys(builtInTypes.types[builtInTypes.kinds[gvk] ?? ""] ?? {});
}

/** Fields are parsed when they are asked for: most types have many that nobody uses. */
function struct(name: string, atomic: boolean): StructType {
  const key = `${name} ${atomic}`;
  const known = structs.get(key);
  if (known !== undefined) return known;
  const notations = builtInTypes.types[name] ?? {};
  const fields = new Map<string, FieldType>();
  const made: StructType = {
    kind: "struct",
    name: name.slice(name.lastIndexOf(".") + 1),
    field(field) {
      if (!Object.hasOwn(notations, field)) return undefined;
      const present = fields.get(field) ?? parse(notations[field] ?? "any");
      fields.set(field, present);
      return present;
    },
    required: Object.entries(notations)
      .filter(([, notation]) => notation.endsWith(" required"))
      .map(([field]) => field),
    open: false,
    atomic,
  };
  structs.set(key, made);
  return made;
}

function parse(notation: string): FieldType {
  const text = notation.replace(/ required$/, "");
  if (text.startsWith("[")) {
    const end = text.lastIndexOf("]");
    const items = parse(text.slice(1, end));
    const merge = text.slice(end + 1).trim();
    const keys = merge.startsWith("by ") ? merge.slice("by ".length).split(",") : undefined;
    return { kind: "list", items, set: merge === "set", ...(keys === undefined ? {} : { keys }) };
  }
  const atomic = text.endsWith(" atomic");
  const name = text.replace(/ atomic$/, "");
  if (name.startsWith("{")) return { kind: "map", values: parse(name.slice(1, -1)), atomic };
  if (scalars.includes(name)) return { kind: "scalar", name: name as ScalarName };
  return name === "any" ? anyType : struct(name, atomic);
}
