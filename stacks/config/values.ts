import * as pulumi from "@pulumi/pulumi";
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

/** Keys that the schema knows at a path, as far as the path leads through mappings and lists only. */
function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = configSchema;
  for (const part of path) {
    schema = unwrapped(schema);
    if (typeof part === "number") schema = (schema as { element?: unknown }).element;
    else schema = (schema as { shape?: Record<PropertyKey, unknown> }).shape?.[part];
  }
  const { shape } = unwrapped(schema) as { shape?: Record<string, unknown> };
  return Object.keys(shape ?? {});
}

/** The schema inside of an optional one. */
function unwrapped(schema: unknown): object {
  const { unwrap } = schema as { unwrap?: () => unknown };
  if (typeof unwrap === "function") return unwrapped(unwrap.call(schema));
  return typeof schema === "object" && schema !== null ? schema : {};
}
