import { builtInKinds } from "../api/kinds.ts";
import type { BuiltInTypes } from "./built-in-types.ts";

/** What of an OpenAPI 2 schema is used here. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-group-version-kind"?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

const prefix = /^(#\/definitions\/)?io\.k8s\.(api|apimachinery\.pkg|apiextensions-apiserver\.pkg)\.(apis\.)?/;

/** `io.k8s.api.core.v1.PodSpec` without what all names begin with. */
function shortName(name: string): string {
  return name.replace(prefix, "");
}

/** Walks the definitions that the built-in kinds need. */
class Extraction {
  readonly #definitions: ReadonlyMap<string, OpenApiSchema>;
  readonly #types: Record<string, Record<string, string>> = {};

  constructor(definitions: Readonly<Record<string, OpenApiSchema>>) {
    this.#definitions = new Map(
      Object.entries(definitions).map(([name, schema]) => [shortName(name), schema]),
    );
  }

  run(): BuiltInTypes {
    const kinds: Record<string, string> = {};
    for (const [name, schema] of this.#definitions) {
      for (const { group, version, kind } of schema["x-kubernetes-group-version-kind"] ?? []) {
        const gvk = `${group === "" ? version : `${group}/${version}`}/${kind}`;
        if (!builtInKinds.has(gvk)) continue;
        kinds[gvk] = name;
        this.#visit(name);
      }
    }
    return { kinds: sorted(kinds), types: sorted(this.#types) };
  }

  #visit(name: string): void {
    const schema = this.#definitions.get(name);
    if (schema === undefined || this.#types[name] !== undefined) return;
    const fields: Record<string, string> = {};
    this.#types[name] = fields;
    for (const [field, type] of Object.entries(schema.properties ?? {})) {
      fields[field] = this.#notation(type) + (schema.required?.includes(field) ? " required" : "");
    }
  }

  #notation(schema: OpenApiSchema): string {
    const atomic = schema["x-kubernetes-map-type"] === "atomic" ? " atomic" : "";
    if (schema.$ref !== undefined) return this.#reference(shortName(schema.$ref));
    if (schema.type === "array") {
      const items = `[${this.#notation(schema.items ?? {})}]`;
      const keys = schema["x-kubernetes-list-map-keys"] ?? [];
      if (schema["x-kubernetes-list-type"] === "map") return `${items} by ${keys.join(",")}`;
      return schema["x-kubernetes-list-type"] === "set" ? `${items} set` : items;
    }
    if (schema.type === "object" && schema.additionalProperties !== undefined) {
      return `{${this.#notation(schema.additionalProperties)}}${atomic}`;
    }
    if (schema.type === "integer") return schema.format === "int64" ? "int64" : "int32";
    if (schema.type === "number") return "double";
    if (schema.type === "boolean") return "bool";
    return schema.type === "string" ? "string" : "any";
  }

  #reference(name: string): string {
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (last === "IntOrString") return "intOrString";
    if (last === "Quantity") return "quantity";
    if (last === "Time" || last === "MicroTime") return "time";
    const schema = this.#definitions.get(name);
    if (schema?.properties === undefined) return "any";
    this.#visit(name);
    return schema["x-kubernetes-map-type"] === "atomic" ? `${name} atomic` : name;
  }
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The fields of the built-in kinds by the definitions of an API server's OpenAPI document. */
export function extractTypes(definitions: Readonly<Record<string, OpenApiSchema>>): BuiltInTypes {
  return new Extraction(definitions).run();
}
