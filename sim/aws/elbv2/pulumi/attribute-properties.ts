/** The API's attributes (`idle_timeout.timeout_seconds`) as properties of Pulumi resources (`idleTimeout`). */
import type { Properties } from "../../../core/resource-type.ts";
import type { Attributes } from "../records.ts";
import type { Attribute } from "../requests.ts";

/** One attribute and the property that it is, top-level or in a block: `["accessLogs", "bucket"]`. */
export interface AttributeProperty {
  readonly key: string;
  readonly path: readonly [string, ...string[]];
  readonly kind: "text" | "number" | "boolean";
}

/** Declares one attribute. @param path of the property: `accessLogs.bucket`. */
export function attributeProperty(
  key: string,
  path: string,
  kind: AttributeProperty["kind"] = "text",
): AttributeProperty {
  const [first = "", ...others] = path.split(".");
  return { key, path: [first, ...others], kind };
}

/**
 * The attributes that inputs ask for and that are not so already.
 *
 * @param defaults what an attribute is when the inputs do not give it.
 */
export function attributeChanges(
  table: readonly AttributeProperty[],
  inputs: Properties,
  defaults: Attributes,
  present: Attributes,
): Attribute[] {
  return table.flatMap(({ key, path }) => {
    const value = valueAt(inputs, path);
    const wanted = value === undefined ? defaults[key] : String(value);
    return wanted === undefined || wanted === present[key] ? [] : [{ Key: key, Value: wanted }];
  });
}

/** The properties that attributes are, blocks included. */
export function attributeProperties(table: readonly AttributeProperty[], attributes: Attributes): Properties {
  const properties: Properties = {};
  for (const { key, path, kind } of table) {
    const value = attributes[key] ?? "";
    const blocks = path.slice(0, -1);
    const name = path.at(-1)!;
    let block = properties;
    for (const step of blocks) block = (block[step] ??= {}) as Properties;
    block[name] = typed(value, kind);
  }
  return properties;
}

function typed(value: string, kind: AttributeProperty["kind"]): unknown {
  if (kind === "number") return Number(value);
  return kind === "boolean" ? value === "true" : value;
}

function valueAt(properties: Properties, path: readonly string[]): unknown {
  let value: unknown = properties;
  for (const step of path) value = (value as Properties | undefined)?.[step];
  return value;
}
