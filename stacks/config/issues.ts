import type { z } from "zod";
import { pathText } from "../../components/shared/problem.ts";
import { shown } from "../../components/shared/shown.ts";
import { nearestWords, orList } from "../../components/shared/nearest.ts";
import type { KnownKeys } from "./known-keys.ts";

type Issue = z.core.$ZodIssue;

/** A problem of the configuration: where, and in words the value, the rule and the remedy. */
export interface ConfigProblem {
  /** Path from the key on, e.g. `nodeGroups[0].count`. */
  readonly path: string;
  readonly reason: string;
}

/** Problems of two who look at the same values: a path of which the first has spoken is left out of the others. */
export function firstOfPath<Problem extends ConfigProblem>(
  first: readonly Problem[],
  others: readonly Problem[],
): Problem[] {
  return [...first, ...others.filter(({ path }) => !first.some((one) => one.path === path))];
}

/**
 * Puts what a schema found wrong into words.
 *
 * @param value what was checked.
 * @param known what may stand at a path, for slips of the pen.
 */
export function describeIssues(
  issues: readonly Issue[],
  value: unknown,
  known: (path: readonly PropertyKey[]) => KnownKeys,
): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = pathText(issue.path);
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({
          path: pathText([...issue.path, key]),
          reason: unknownKey(key, known(issue.path).keys, valueAt(value, issue.path)),
        }));
      case "invalid_type": {
        const found = valueAt(value, issue.path);
        const { forms } = known(issue.path);
        const wanted =
          issue.expected === "object" && forms.length > 0 ? orList(forms) : article(issue.expected);
        return [
          { path, reason: found === undefined ? `is missing; give ${wanted}` : wrongType(found, wanted) },
        ];
      }
      case "invalid_value":
        return [
          { path, reason: `${given(valueAt(value, issue.path))}; use ${orList(issue.values.map(String))}` },
        ];
      case "invalid_union":
        return describeUnion(issue, value, known);
      default:
        return [{ path, reason: `${isShown(valueAt(value, issue.path))}; ${issue.message}` }];
    }
  });
}

function describeUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  value: unknown,
  known: (path: readonly PropertyKey[]) => KnownKeys,
): ConfigProblem[] {
  // A mapping with a field that chooses its form, such as `type`, which does not name one of the choices.
  if (issue.discriminator !== undefined) {
    const path = [...issue.path, ...(issue.path.at(-1) === issue.discriminator ? [] : [issue.discriminator])];
    const choices = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    const found = valueAt(value, path);
    const use = choices.length === 0 ? "use one of the documented ones" : `use ${orList(choices)}`;
    return [{ path: pathText(path), reason: `${given(found)}; ${use}` }];
  }
  // Otherwise the alternative that comes closest says what is wrong.
  const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
  const nested = closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  return describeIssues(nested, value, known);
}

/** @param parent what the key stands in. */
function unknownKey(key: string, known: readonly string[], parent: unknown): string {
  // Known, but for another choice than the one made beside it.
  if (known.includes(key)) return `does not go with ${choiceIn(parent)}; remove it`;
  const near = nearestWords(key, known);
  if (near.length > 0) return `is not a known key; did you mean ${orList(near)}?`;
  return `is not a known key; ${known.length === 0 ? "remove it" : `use one of ${known.join(", ")}`}`;
}

/** `type game-2048`, in words as of the configuration. */
function choiceIn(parent: unknown): string {
  const made = ["type", "mode"].find((field) => valueAt(parent, [field]) !== undefined);
  return made === undefined ? "what stands beside it" : `${made} ${String(valueAt(parent, [made]))}`;
}

function wrongType(found: unknown, wanted: string): string {
  return `${isShown(found)}, ${article(typeName(found))}; use ${wanted}`;
}

function given(found: unknown): string {
  return found === undefined ? "is missing" : isShown(found);
}

function isShown(found: unknown): string {
  return `is ${shown(found)}`;
}

function typeName(value: unknown): string {
  if (value === null) return "empty value";
  return Array.isArray(value) ? "array" : typeof value;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  int: "whole number",
  number: "number",
  boolean: "truth value (true or false)",
  array: "list",
  object: "mapping",
  record: "mapping",
};

function article(type: string): string {
  const words = TYPE_WORDS[type] ?? type;
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

/** What stands at a path of a value, if anything. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[part];
  }
  return current;
}
