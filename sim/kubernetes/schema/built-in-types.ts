import data from "./built-in-types.json" with { type: "json" };

/**
 * The notation of built-in-types.json: `string`, `core.v1.PodSpec`, `{string}` for a map, `[string]` for a list;
 * followed by `by name` (entries are merged one by one, by these fields), `set`, `atomic` (replaced as a whole) and
 * `required`, where these hold.
 */
export interface BuiltInTypes {
  /** The type of each kind, by group, version and kind. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Fields with their types, by type name without the `io.k8s.api` prefix. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Fields of the built-in kinds as of Kubernetes 1.34.4, made by extract.ts. */
const builtInTypes: BuiltInTypes = data;
