import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { cut, shown } from "../../components/shared/shown.ts";
import type { ConfigProblem } from "./issues.ts";
import { freeForm, freeText } from "./schema-parts.ts";
import { configSchema, type ConfigKey, type ConfigValues } from "./schema.ts";

/**
 * Keys that are one identifier. Names and tags of what is made hold it, and states and outputs show it, so that it cannot
 * be kept secret.
 */
const IDENTIFIERS: readonly string[] = [
  "role",
  "clusterName",
  "namespace",
  "sharedStack",
  "kubernetesVersion",
] satisfies ConfigKey[];

/** What messages show in place of a secret. */
const REDACTED = "[secret]";

/** The SDK tells of a whole key only whether something in it is a secret; its types leave the function out. */
const { isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & {
  readonly isConfigSecret: (key: string) => boolean;
};

/** Whether a key of the project, or one with a namespace such as `aws:region`, holds a secret. */
export function holdsSecret(key: string): boolean {
  return isConfigSecret(key.includes(":") ? key : `${pulumi.getProject()}:${key}`);
}

/** Identifiers that are given as secrets. */
export function secretIdentifierProblems(): ConfigProblem[] {
  return [...IDENTIFIERS, "aws:region"].filter(holdsSecret).map((path) => ({
    path,
    reason:
      "is a secret, but names, tags and outputs show it; set it without --secret: " +
      `pulumi config set ${path.includes(":") ? path : `${pulumi.getProject()}:${path}`} <value>`,
  }));
}

/** The configuration with every free-form value of the keys that hold a secret marked as one. */
export function withSecrets(values: ConfigValues): ConfigValues {
  return visit(values, (value) => pulumi.secret(value)) as ConfigValues;
}

type Change = (value: unknown) => unknown;

/** A copy with each free-form value of the keys that hold a secret changed. */
function visit(values: ConfigValues, change: Change): unknown {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      holdsSecret(key) ? changed(configSchema.shape[key as ConfigKey], value, change) : value,
    ]),
  );
}

/** The free-form values of the keys that hold a secret, as they are. */
export function secretValues(values: ConfigValues): unknown[] {
  const found: unknown[] = [];
  visit(values, (value) => {
    found.push(value);
    return value;
  });
  return found;
}

/** A problem as it may be printed: without any value of the keys that hold a secret. */
export function withoutSecrets(
  problem: ConfigProblem,
  raw: Readonly<Record<string, unknown>>,
): ConfigProblem {
  const forms = Object.entries(raw)
    .filter(([key]) => holdsSecret(key))
    .flatMap(([, value]) => nodesOf(value))
    .flatMap(spellings)
    .sort((one, other) => other.length - one.length);
  return { ...problem, reason: redacted(problem.reason, forms) };
}

/**
 * A text without the forms where they stand alone, the first one that fits at each place. Not by a regular expression: a
 * form may be a whole script, which makes one too large.
 */
function redacted(text: string, forms: readonly string[]): string {
  let result = "";
  for (let at = 0; at < text.length;) {
    const form = forms.find((one) => text.startsWith(one, at) && standsAlone(text, at, at + one.length));
    result += form === undefined ? text[at]! : REDACTED;
    at += form?.length ?? 1;
  }
  return result;
}

function changed(schema: unknown, value: unknown, change: Change): unknown {
  if (value === undefined) return value;
  if (schema === freeText) return change(value);
  if (schema === freeForm) return changedLeaves(value, change);
  if (schema instanceof z.ZodExactOptional) return changed(schema.unwrap(), value, change);
  if (schema instanceof z.ZodUnion)
    return changed(
      schema.options.find((option) => fits(option, value)),
      value,
      change,
    );
  if (schema instanceof z.ZodArray)
    return (value as unknown[]).map((item) => changed(schema.element, item, change));
  if (schema instanceof z.ZodRecord)
    return mapValues(value, (item) => changed(schema.valueType, item, change));
  if (!(schema instanceof z.ZodObject)) return value;
  const shape: Readonly<Record<string, unknown>> = schema.shape;
  return mapValues(value, (item, key) => changed(shape[key], item, change));
}

function fits(schema: unknown, value: unknown): boolean {
  return schema instanceof z.ZodType && schema.safeParse(value).success;
}

/** Mappings stay mappings, so that others can be merged with them. */
function changedLeaves(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((item) => changedLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return mapValues(value, (item) => changedLeaves(item, change));
}

function mapValues(value: unknown, change: (item: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]: [string, unknown]) => [key, change(item, key)]),
  );
}

/** A value and all that is in it. */
function nodesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null
    ? [value, ...Object.values(value).flatMap(nodesOf)]
    : [value];
}

/** How messages may show a value. Truth values and empty ones tell nothing. */
function spellings(value: unknown): string[] {
  if (value === null || value === "" || typeof value === "boolean") return [];
  return [
    shown(value),
    JSON.stringify(value),
    ...(typeof value === "object" ? [] : [String(value), cut(String(value))]),
  ];
}

function standsAlone(text: string, start: number, end: number): boolean {
  const isWord = (character = "") => /\w/.test(character);
  return !isWord(text[start - 1]) && !isWord(text[end]);
}
