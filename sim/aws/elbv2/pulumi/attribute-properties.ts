/** The API's attributes (`idle_timeout.timeout_seconds`) as properties of Pulumi resources (`idleTimeout`). */
import type { Cloud, InputOf, Operations } from "../../../core/cloud.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
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

type ModifyAction =
  "ModifyListenerAttributes" | "ModifyLoadBalancerAttributes" | "ModifyTargetGroupAttributes";

/** A kind of objects with attributes, as `attributeOperations` declares it. */
interface AttributeKind {
  readonly name: "Listener" | "LoadBalancer" | "TargetGroup";
  /** What attributes are that the inputs do not give. */
  defaultsAt(cloud: Cloud, arn: string): Attributes;
  attributesOf(cloud: Cloud, arn: string): Attributes;
}

/**
 * Brings the attributes of an object to what inputs ask for.
 *
 * @param table attributes that inputs can give; no others are changed.
 */
export function setAttributes(
  { cloud }: ResourceContext,
  kind: AttributeKind,
  arn: string,
  { table, inputs }: { readonly table: readonly AttributeProperty[]; readonly inputs: Properties },
): void {
  const present = kind.attributesOf(cloud, arn);
  const defaults = kind.defaultsAt(cloud, arn);
  const changes: readonly Attribute[] = table.flatMap(({ key, path }) => {
    const value = valueAt(inputs, path);
    const wanted = value === undefined ? defaults[key] : String(value);
    return wanted === undefined || wanted === present[key] ? [] : [{ Key: key, Value: wanted }];
  });
  if (changes.length === 0) return;
  const action: ModifyAction = `Modify${kind.name}Attributes`;
  const request = { [`${kind.name}Arn`]: arn, Attributes: changes };
  cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    action,
    request as InputOf<Operations["elasticloadbalancing"][ModifyAction]>,
  );
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
