import { parseAllDocuments } from "yaml";
import type { CrdReleases, CustomResourceDefinition } from "./crds.ts";

type Json = Readonly<Record<string, unknown>>;

/** Keywords of a schema that hold other schemas. The values of all others, such as `default`, are facts as they are. */
const SCHEMAS_WITHIN: Readonly<Record<string, (value: never) => unknown>> = {
  properties: (fields: Json) => mapValues(fields, (field) => schemaFacts(field as Json)),
  items: schemaFacts,
  additionalProperties: (values: Json | boolean) =>
    typeof values === "boolean" ? values : schemaFacts(values),
  allOf: everyFacts,
  anyOf: everyFacts,
  oneOf: everyFacts,
  not: schemaFacts,
};

/** The definitions in a YAML file, without their descriptions. */
export function extractDefinitions(yaml: string): CustomResourceDefinition[] {
  return parseAllDocuments(yaml).map((document) => {
    const { spec, ...definition } = document.toJS() as CustomResourceDefinition;
    const versions = spec.versions.map((version) => mapValues({ ...version }, versionFacts));
    return { ...definition, spec: { ...spec, versions: versions as typeof spec.versions } };
  });
}

/** What is known of each release, with what was found: this takes the place of what was known of the same release. */
export function mergeReleases(
  known: readonly CrdReleases[],
  found: Readonly<Record<string, readonly CustomResourceDefinition[]>>,
): CrdReleases[] {
  const before = known.flatMap(({ releases, definitions }) =>
    releases.map((release) => [release, definitions] as const),
  );
  const all = { ...Object.fromEntries(before), ...found };
  const groups = Map.groupBy(Object.keys(all).sort(), (release) => JSON.stringify(all[release]));
  return [...groups.values()].map((releases) => ({ releases, definitions: all[releases[0]!]! }));
}

function versionFacts(value: unknown, key: string): unknown {
  if (key === "additionalPrinterColumns") return everyWithoutDescription(value as Json[]);
  if (key === "schema") return mapValues(value as Json, (schema) => schemaFacts(schema as Json));
  return value;
}

function schemaFacts(schema: Json): Json {
  return mapValues(withoutDescription(schema), (value, keyword) => {
    const within = SCHEMAS_WITHIN[keyword];
    return within === undefined ? value : within(value as never);
  });
}

function everyFacts(schemas: readonly Json[]): Json[] {
  return schemas.map(schemaFacts);
}

function everyWithoutDescription(columns: readonly Json[]): Json[] {
  return columns.map(withoutDescription);
}

function withoutDescription({ description: _, ...facts }: Json): Json {
  return facts;
}

function mapValues(record: Json, change: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
