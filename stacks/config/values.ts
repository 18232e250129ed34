import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { DEFAULTS } from "./defaults.ts";
import { knownKeysAt } from "./known-keys.ts";
import { configSchema, isTextKey, type ConfigKey, type ConfigValues } from "./schema.ts";
import { pathText } from "../../components/shared/problem.ts";
import { describeIssues, valueAt, type ConfigProblem } from "./issues.ts";

/** What reading the configuration gave. */
export interface ReadConfig {
  /** What was given, by key without namespace. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Every key's value, with defaults, or names that mean nothing, where it could not be read. */
  readonly values: ConfigValues;
  /** Whether a path, or something around it, could not be read. */
  readonly unreadable: (path: string) => boolean;
  /** What could not be read and why, and keys that do not exist. */
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

/**
 * Reads every key of the project's namespace from Pulumi's configuration. A project need not declare all keys: what it leaves
 * out has the default that the repository's own `Pulumi.yaml` declares.
 */
export function readConfig(): ReadConfig {
  const raw = rawConfig();
  // An edge has no cluster; names are made of its own.
  const edge = raw["role"] === "edge" ? { clusterName: raw["edgeName"] ?? DEFAULTS.edgeName } : {};
  const given = { ...DEFAULTS, ...edge, ...raw };
  const parsed = configSchema.safeParse(given);
  const lost = lostNames(raw, []);
  if (parsed.success) return { raw, values: parsed.data, unreadable: () => false, problems: lost };
  const { issues } = parsed.error;
  const rest = without(given, issues);
  const stillWrong = configSchema.safeParse(rest).error?.issues.flatMap(({ path }) => path.slice(0, 1)) ?? [];
  const readable = Object.entries(rest).filter(([key]) => !stillWrong.includes(key));
  const wrongValues = issues.flatMap(({ code, path }) => (code === "unrecognized_keys" ? [] : [path]));
  const paths = [...wrongValues, ...stillWrong.map((key) => [key])].map(pathText);
  return {
    raw,
    values: configSchema.parse({ ...STAND_INS, ...Object.fromEntries(readable) }),
    unreadable: (path) => paths.some((wrong) => isAtOrBelow(path, wrong)),
    problems: [...lost, ...describeIssues(issues, raw, (path) => knownKeysAt(configSchema, path))],
  };
}

/** Names that the schema would leave out without a word. */
function lostNames(value: unknown, path: readonly string[]): ConfigProblem[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const at = [...path, key];
    if (key !== "__proto__") return lostNames(one, at);
    return [{ path: pathText(at), reason: "is not a possible name; use another one" }];
  });
}

/** `raw` without what the issues are about, as far as that can be left out. */
function without(raw: Record<string, unknown>, issues: readonly z.core.$ZodIssue[]): Record<string, unknown> {
  const rest = structuredClone(raw);
  for (const issue of issues) {
    const [path, keys] =
      issue.code === "unrecognized_keys"
        ? [issue.path, issue.keys]
        : [issue.path.slice(0, -1), issue.path.slice(-1)];
    const mapping = valueAt(rest, path);
    if (typeof mapping !== "object" || mapping === null || Array.isArray(mapping)) continue;
    for (const key of keys) Reflect.deleteProperty(mapping, key);
  }
  return rest;
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
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
  // What Pulumi.yaml declares for the sake of edges, which have none: the engine would ask them for a value.
  if (raw["clusterName"] === "") delete raw["clusterName"];
  return raw;
}

function isKnown(key: string): key is ConfigKey {
  return key in configSchema.shape;
}
