import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { shown } from "../../components/shared/shown.ts";
import type { ConfigProblem } from "./issues.ts";
import { configSchema, freeForm, freeText, type ConfigKey, type ConfigValues } from "./schema.ts";

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
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      holdsSecret(key) ? marked(configSchema.shape[key as ConfigKey], value) : value,
    ]),
  ) as ConfigValues;
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
  const reason = forms.reduce((text, form) => text.replaceAll(standingAlone(form), REDACTED), problem.reason);
  return { ...problem, reason };
}

function marked(schema: unknown, value: unknown): unknown {
  if (value === undefined) return value;
  if (schema === freeText) return pulumi.secret(value);
  if (schema === freeForm) return secretLeaves(value);
  if (schema instanceof z.ZodExactOptional) return marked(schema.unwrap(), value);
  if (schema instanceof z.ZodUnion)
    return marked(
      schema.options.find((option) => fits(option, value)),
      value,
    );
  if (schema instanceof z.ZodArray) return (value as unknown[]).map((item) => marked(schema.element, item));
  if (schema instanceof z.ZodRecord) return mapValues(value, (item) => marked(schema.valueType, item));
  if (!(schema instanceof z.ZodObject)) return value;
  const shape: Readonly<Record<string, unknown>> = schema.shape;
  return mapValues(value, (item, key) => marked(shape[key], item));
}

function fits(schema: unknown, value: unknown): boolean {
  return schema instanceof z.ZodType && schema.safeParse(value).success;
}

/** Mappings stay mappings, so that others can be merged with them. */
function secretLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(secretLeaves);
  if (typeof value === "object" && value !== null) return mapValues(value, secretLeaves);
  return pulumi.secret(value);
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
  return [shown(value), JSON.stringify(value), ...(typeof value === "object" ? [] : [String(value)])];
}

function standingAlone(text: string): RegExp {
  return new RegExp(`(?<!\\w)${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")}(?!\\w)`, "g");
}
