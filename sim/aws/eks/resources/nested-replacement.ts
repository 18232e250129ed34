import { isDeepStrictEqual } from "node:util";
import { diffResource } from "../../../core/diff.ts";
import type { Properties, ResourceType } from "../../../core/resource-type.ts";

/**
 * A type in which a change at one of `paths` (`launchTemplate.id`) needs a new resource, while the rest of that
 * property changes in place.
 */
export function withNestedReplacement(type: ResourceType, paths: readonly string[]): ResourceType {
  return {
    ...type,
    diff(before, after) {
      const own = diffResource(type, before, after);
      const nested = paths.filter((path) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)));
      return { ...own, replace: [...own.replace, ...nested] };
    },
  };
}

function valueAt(properties: Properties, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
}
