import { NotSimulated } from "../../core/errors.ts";
import type { Tag } from "../tags.ts";

/** One condition of a Describe call; a record matches if any of the values does. */
export interface Filter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** Per filter name, the values of a record that the filter is compared with. */
export type FilterValues<T> = Readonly<Record<string, (record: T) => readonly (string | undefined)[]>>;

/**
 * The records that match every filter. Beside the names of `values`, `tag:KEY` and `tag-key` work for every kind.
 * `*` and `?` in a value are wildcards, `\` takes their meaning away.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 *
 * @throws NotSimulated for a filter name that `values` does not have.
 */
export function filtered<T extends { readonly Tags: readonly Tag[] }>(
  action: string,
  records: readonly T[],
  filters: readonly Filter[] | undefined,
  values: FilterValues<T>,
): T[] {
  const tests = (filters ?? []).map((filter) => {
    const read = reader(action, filter.Name ?? "", values);
    const patterns = (filter.Values ?? []).map(pattern);
    return (record: T) =>
      read(record).some((value) => value !== undefined && patterns.some((wanted) => wanted.test(value)));
  });
  // An object whose id is asked for twice is described once.
  return [...new Set(records)].filter((record) => tests.every((test) => test(record)));
}

function reader<T extends { readonly Tags: readonly Tag[] }>(
  action: string,
  name: string,
  values: FilterValues<T>,
): (record: T) => readonly (string | undefined)[] {
  if (name.startsWith("tag:")) {
    const key = name.slice("tag:".length);
    return ({ Tags }) => Tags.filter((tag) => tag.Key === key).map((tag) => tag.Value);
  }
  if (name === "tag-key") return ({ Tags }) => Tags.map((tag) => tag.Key);
  const found = values[name];
  if (found === undefined) throw new NotSimulated(`ec2:${action}`, `filter ${name}`);
  return found;
}

function pattern(value: string): RegExp {
  const source = value.replace(/\\([*?\\])|[\\^$.*+?()[\]{}|]/g, (match, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (match === "*") return ".*";
    return match === "?" ? "." : `\\${match}`;
  });
  return new RegExp(`^${source}$`, "s");
}
