import { isObject } from "../../../core/is-object.ts";
import type { z } from "zod";
import { NotSimulated } from "../../../core/errors.ts";
import { invalidParameter } from "../errors.ts";
import type { AddonDefinition } from "./definition.ts";

/**
 * Parses an add-on's `configurationValues`.
 *
 * @throws AwsError in the words of EKS's JSON schema validation, e.g. as in
 * https://github.com/aws/containers-roadmap/issues/2216; NotSimulated for values that are not modelled.
 */
export function parseConfiguration(
  definition: AddonDefinition,
  text: string | undefined,
): Record<string, unknown> {
  if (text === undefined || text === "") return {};
  const values = parseJson(text);
  for (const key of Object.keys(values)) {
    if (definition.unmodelled.includes(key)) {
      throw new NotSimulated(`EKS add-on ${definition.name} configuration ${key}`);
    }
  }
  const parsed = definition.configuration.safeParse(values, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw schemaError(parsed.error.issues.flatMap(describe));
}

function parseJson(text: string): Record<string, unknown> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw invalidParameter("ConfigurationValue provided in request is not a valid JSON");
  }
  if (!isObject(values)) throw schemaError([`$: ${typeName(values)} found, object expected`]);
  return values;
}

function schemaError(problems: readonly string[]) {
  return invalidParameter(
    `ConfigurationValue provided in request is not supported: Json schema validation failed with error: [${problems.join(", ")}]`,
  );
}

function describe(issue: z.core.$ZodIssue): string[] {
  const path = ["$", ...issue.path.map(String)].join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map(
        (key) =>
          `${path}.${key}: is not defined in the schema and the schema does not allow additional properties`,
      );
    case "invalid_type":
      return [`${path}: ${typeName(issue.input)} found, ${jsonType(issue.expected)} expected`];
    case "invalid_value":
      return [`${path}: does not have a value in the enumeration ${JSON.stringify(issue.values)}`];
    default:
      return [`${path}: ${issue.message}`];
  }
}

/** All numbers in the configurations of add-ons are integers. */
function jsonType(expected: string): string {
  return expected === "number" || expected === "int" ? "integer" : expected;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
