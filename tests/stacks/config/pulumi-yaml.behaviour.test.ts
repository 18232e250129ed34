import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { appFieldsTable } from "../../../scripts/app-fields.ts";
import { DEFAULTS } from "../../../stacks/config/defaults.ts";
import { configSchema, isTextKey, type ConfigKey } from "../../../stacks/config/schema.ts";

interface Declaration {
  readonly type: string;
  readonly description: string;
  readonly default?: unknown;
  readonly items?: { readonly type: string };
}

const source = readFileSync(new URL("../../../Pulumi.yaml", import.meta.url), "utf8");
const { config } = parse(source) as { config: Readonly<Record<string, Declaration>> };
const keys = Object.keys(configSchema.shape) as ConfigKey[];

describe("Pulumi.yaml", () => {
  it("declares the keys that the stacks read, and no others", () => {
    expect(Object.keys(config).toSorted()).toEqual(keys.toSorted());
  });

  it.each(keys)("describes %s and gives it its type", (key) => {
    const { description, type, items } = config[key]!;
    const sample = key in DEFAULTS ? DEFAULTS[key as keyof typeof DEFAULTS] : "text";
    const jsonType = Array.isArray(sample) ? "array" : typeof sample;
    expect(description.length).toBeGreaterThan(20);
    expect({ type, text: isTextKey(key), items: items !== undefined }).toEqual({
      type: jsonType,
      text: jsonType === "string",
      items: jsonType === "array",
    });
  });

  it("has a default for everything but the role", () => {
    const defaults = Object.fromEntries(
      Object.entries(config).flatMap(([key, declaration]) =>
        "default" in declaration ? [[key, declaration.default]] : [],
      ),
    );
    // An edge has no cluster; others must name theirs.
    expect(defaults).toEqual({ ...DEFAULTS, clusterName: "" });
  });

  it("describes every field of the objects that it declares", () => {
    const missing = keys.flatMap((key) =>
      fieldsOf(configSchema.shape[key]).filter((field) => !descriptionOf(key).includes(field)),
    );
    expect(missing).toEqual([]);
  });
});

/** Fields of applications stand in a table; what the ingress has of routes is described with these. */
function descriptionOf(key: ConfigKey): string {
  return config[key]!.description + appFieldsTable(key === "ingress" ? "apps" : key);
}

/** Names of all fields in a schema, however deep. */
function fieldsOf(schema: unknown): string[] {
  const { shape, element, options, def } = schema as {
    shape?: Readonly<Record<string, unknown>>;
    element?: unknown;
    options?: readonly unknown[];
    def: { innerType?: unknown };
  };
  if (shape) return Object.entries(shape).flatMap(([name, field]) => [name, ...fieldsOf(field)]);
  if (element) return fieldsOf(element);
  if (options && typeof options[0] === "object") return options.flatMap(fieldsOf);
  return def.innerType ? fieldsOf(def.innerType) : [];
}
