import { isDeepStrictEqual } from "node:util";
import { diffResource } from "../../../core/diff.ts";
import type { Properties, ResourceType } from "../../../core/resource-type.ts";

/**
 * A type in which a change at one of `paths` (`launchTemplate.id`) needs a new resource, while the rest of that
 * property changes in place. What is there is `Optional` and `Computed` for the provider: to leave the whole property out
 * does not change it.
 *
 * @param kept properties that only a new resource can do without.
 */
export function withNestedReplacement(
  type: ResourceType,
  paths: readonly string[],
  kept: readonly string[] = [],
): ResourceType {
  return {
    ...type,
    diff(before, after, state) {
      const own = diffResource(type, before, after, { state });
      const nested = paths.filter(
        (path) =>
          after[path.split(".")[0]!] !== undefined &&
          !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)),
      );
      const lost = kept.filter((name) => before[name] !== undefined && after[name] === undefined);
      return { ...own, replace: [...own.replace, ...nested, ...lost] };
    },
  };
}

function valueAt(properties: Properties, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
}
