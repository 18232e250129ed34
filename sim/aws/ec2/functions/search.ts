/** How functions find EC2 objects: arguments, and filters of Describe calls from them. */
import { z } from "zod";
import type { Filter } from "../filters.ts";

/** Arguments by which objects are found. */
export const searchArgs = {
  filters: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })).optional(),
  tags: z.record(z.string(), z.string()).optional(),
};

/** `filters`, `tags` and other conditions as filters of a Describe call; undefined conditions are left out. */
export function filtersOf(
  args: {
    readonly filters?: readonly { readonly name: string; readonly values: readonly string[] }[] | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  },
  conditions: Readonly<Record<string, string | undefined>> = {},
): Filter[] {
  return [
    ...Object.entries(conditions).flatMap(([Name, value]) =>
      value === undefined ? [] : [{ Name, Values: [value] }],
    ),
    ...Object.entries(args.tags ?? {}).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
    ...(args.filters ?? []).map(({ name, values }) => ({ Name: name, Values: values })),
  ];
}

/**
 * The one match.
 *
 * Words: terraform-provider-aws/internal/tfresource/not_found_error.go, SingularDataSourceFindError.
 *
 * @throws Error when nothing matches, or more than one.
 */
export function only<T>(kind: string, found: readonly T[]): T {
  const [one, ...others] = found;
  if (one === undefined) throw new Error(`no matching ${kind} found`);
  if (others.length > 0) {
    throw new Error(
      `multiple ${kind}s matched; use additional constraints to reduce matches to a single ${kind}`,
    );
  }
  return one;
}
