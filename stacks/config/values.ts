import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { configSchema, isTextKey, type ConfigKey, type ConfigValues } from "./schema.ts";
import { describeIssues, type ConfigProblem } from "./issues.ts";

/** What reading the configuration gave: values, or all that is wrong with their form. */
export type ReadConfig =
  | { readonly values: ConfigValues; readonly problems: readonly [] }
  | { readonly values?: undefined; readonly problems: readonly ConfigProblem[] };

/** Reads every key of the project's namespace from Pulumi's configuration. */
export function readConfig(): ReadConfig {
  const namespace = pulumi.getProject();
  const prefix = `${namespace}:`;
  const problems: ConfigProblem[] = [];
  const raw: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(pulumi.runtime.allConfig())) {
    if (!name.startsWith(prefix)) continue;
    const key = name.slice(prefix.length);
    try {
      raw[key] = isKnown(key) && isTextKey(key) ? text : (JSON.parse(text) as unknown);
    } catch {
      // Not JSON where a list, mapping, number or truth value is wanted: the schema says so in words.
      raw[key] = text;
    }
  }
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) {
    problems.push(...describeIssues(parsed.error.issues, raw, knownKeysAt));
    return { problems };
  }
  return { values: parsed.data, problems: [] };
}

function isKnown(key: string): key is ConfigKey {
  return key in configSchema.shape;
}

/** Keys that the schema knows at a path; of a choice between mappings, those of all choices. */
function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let schemas: readonly unknown[] = [configSchema];
  for (const part of path) schemas = schemas.flatMap(alternatives).flatMap((schema) => below(schema, part));
  const keys = schemas
    .flatMap(alternatives)
    .flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
  return [...new Set(keys)];
}

function below(schema: unknown, part: PropertyKey): readonly unknown[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<PropertyKey, unknown>> = schema.shape;
  return part in shape ? [shape[part]] : [];
}

/** What an optional schema or a choice may stand for. */
function alternatives(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodExactOptional) return alternatives(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema];
}
