import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { DEFAULTS } from "./defaults.ts";
import { configSchema, isTextKey, type ConfigKey, type ConfigValues } from "./schema.ts";
import { describeIssues, type ConfigProblem } from "./issues.ts";

/** What reading the configuration gave. */
export interface ReadConfig {
  /** Every key's value; a default, or a name that means nothing, for those that could not be read. */
  readonly values: ConfigValues;
  /** Keys that could not be read. */
  readonly unreadable: ReadonlySet<string>;
  /** Why they could not, and keys that do not exist. */
  readonly problems: readonly ConfigProblem[];
}

/** Values in place of those that cannot be read. No stack is built of them: the others are checked beside them. */
const STAND_INS: ConfigValues = {
  ...DEFAULTS,
  role: "primary",
  clusterName: "cluster",
  // A VPC of which nothing is known, so that nothing can be said to be too large for it.
  vpc: { existing: { vpcId: "vpc-00000000000000000", publicSubnetIds: [] } },
};

/** Reads every key of the project's namespace from Pulumi's configuration. */
export function readConfig(): ReadConfig {
  const raw = rawConfig();
  const parsed = configSchema.safeParse(raw);
  if (parsed.success) return { values: parsed.data, unreadable: new Set(), problems: [] };
  const { issues } = parsed.error;
  const unreadable = new Set(issues.flatMap(({ path: [key] }) => (key === undefined ? [] : [String(key)])));
  const readable = Object.entries(raw).filter(([key]) => isKnown(key) && !unreadable.has(key));
  return {
    values: configSchema.parse({ ...STAND_INS, ...Object.fromEntries(readable) }),
    unreadable,
    problems: describeIssues(issues, raw, knownKeysAt),
  };
}

function rawConfig(): Record<string, unknown> {
  const prefix = `${pulumi.getProject()}:`;
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
  return raw;
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
