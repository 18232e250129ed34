/**
 * Checks the parameters of a call that comes from outside of the program, as the AWS command line checks them before it
 * sends anything. Wording: botocore/validate.py, https://github.com/boto/botocore/blob/develop/botocore/validate.py
 */
import { AwsError, NotSimulated } from "../../core/errors.ts";
import inputShapes from "./input-shapes.json" with { type: "json" };
import { pythonText, pythonType } from "./python-text.ts";
import type { InputShapes, Structure } from "./shapes.ts";

/** Python's types that a value may have. */
const VALID_TYPES: Readonly<Record<string, readonly string[]>> = {
  structure: ["dict"],
  map: ["dict"],
  list: ["list", "tuple"],
  string: ["str"],
  boolean: ["bool"],
  integer: ["int"],
  long: ["int"],
  float: ["float", "decimal.Decimal", "int"],
  double: ["float", "decimal.Decimal", "int"],
  blob: ["bytes", "bytearray", "str"],
};

/**
 * @throws AwsError ParamValidation with all problems, in botocore's words; NotSimulated for a member that AWS has and nobody
 *   here reads, and for one left out without which the operation cannot be simulated.
 */
export function checkParameters(service: string, action: string, parameters: unknown): void {
  const shapes = (inputShapes as InputShapes)[service];
  const name = shapes?.operations[action];
  if (shapes === undefined || name === undefined)
    throw new NotSimulated(`${service}:${action}`, "from outside");
  const check = new Check(shapes.structures);
  check.value(name, parameters, "");
  if (check.problems.length > 0) {
    throw new AwsError("ParamValidation", `Parameter validation failed:\n${check.problems.join("\n")}`);
  }
  const [gap] = check.gaps;
  if (gap !== undefined) throw new NotSimulated(`${service}:${action}`, gap);
}

class Check {
  readonly problems: string[] = [];
  /** What AWS takes and is not simulated. */
  readonly gaps: string[] = [];
  readonly #structures: Readonly<Record<string, Structure>>;

  constructor(structures: Readonly<Record<string, Structure>>) {
    this.#structures = structures;
  }

  /** @param type see {@link Structure.members}. @param path `.IpPermissions[0].FromPort` */
  value(type: string, value: unknown, path: string): void {
    const [, shape = "", min] = /^(.*?)(?:>=(\d+))?$/.exec(type)!;
    const kind = kindOf(shape);
    if (!hasKind(value, kind)) {
      this.#invalidType(kind, value, path);
      return;
    }
    this.#minimum(value, min, path);
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.value(shape.slice(1, -1), item, `${path}[${index}]`);
    } else if (kind === "map") {
      for (const [key, item] of Object.entries(value as object)) {
        this.value(shape.slice(1, -1), item, `${path}.${key}`);
      }
    } else if (kind === "structure") {
      this.#structure(this.#structures[shape]!, value as Readonly<Record<string, unknown>>, path);
    }
  }

  #structure(structure: Structure, value: Readonly<Record<string, unknown>>, path: string): void {
    const { members, required = [], needed = [] } = structure;
    for (const name of required) {
      if (!Object.hasOwn(value, name)) {
        this.problems.push(`Missing required parameter in ${nameOf(path)}: "${name}"`);
      }
    }
    for (const [name, item] of Object.entries(value)) this.#member(members, name, item, path);
    for (const name of needed) {
      if (!Object.hasOwn(value, name)) this.gaps.push(`without ${nameOf(`${path}.${name}`)}`);
    }
  }

  #member(members: Structure["members"], name: string, value: unknown, path: string): void {
    const type = Object.hasOwn(members, name) ? members[name] : undefined;
    if (type === undefined) {
      this.problems.push(
        `Unknown parameter in ${nameOf(path)}: "${name}", must be one of: ${Object.keys(members).join(", ")}`,
      );
    } else if (type === null) this.gaps.push(`parameter ${nameOf(`${path}.${name}`)}`);
    else this.value(type, value, `${path}.${name}`);
  }

  #invalidType(kind: string, value: unknown, path: string): void {
    const valid = VALID_TYPES[kind]!.map((type) => `<class '${type}'>`).join(", ");
    this.problems.push(
      `Invalid type for parameter ${nameOf(path)}, value: ${pythonText(value)}, type: ${pythonType(value)}, ` +
        `valid types: ${valid}`,
    );
  }

  #minimum(value: unknown, min: string | undefined, path: string): void {
    if (min === undefined) return;
    const [what, amount] =
      typeof value === "number" ? ["value", value] : ["length", (value as string | unknown[]).length];
    if (amount >= Number(min)) return;
    this.problems.push(
      `Invalid ${what} for parameter ${nameOf(path)}, value: ${pythonText(what === "value" ? value : amount)}, ` +
        `valid min ${what}: ${min}`,
    );
  }
}

function nameOf(path: string): string {
  return path === "" ? "input" : path.slice(1);
}

function kindOf(shape: string): string {
  if (shape.startsWith("[")) return "list";
  if (shape.startsWith("{")) return "map";
  return shape in VALID_TYPES ? shape : "structure";
}

function hasKind(value: unknown, kind: string): boolean {
  if (value === null) return false;
  switch (kind) {
    case "list":
      return Array.isArray(value);
    case "map":
    case "structure":
      return typeof value === "object" && !Array.isArray(value);
    case "integer":
    case "long":
      return Number.isInteger(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "blob":
      return typeof value === "string";
    default:
      return typeof value === kind;
  }
}
