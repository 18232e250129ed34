import { isDeepStrictEqual } from "node:util";
import type { Properties, ResourceType } from "../../../core/resource-type.ts";

/**
 * A type in which a change at one of `paths` (`launchTemplate.id`) needs a new resource, while the rest of that
 * property changes in place.
 */
export function withNestedReplacement(type: ResourceType, paths: readonly string[]): ResourceType {
  return {
    ...type,
    diff(before, after) {
      const isSame = type.isSame ?? ((_property, a, b) => isDeepStrictEqual(a, b));
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((property) => !isSame(property, before[property], after[property]))
        .sort();
      const nested = paths.filter((path) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)));
      const whole = changed.filter((property) => type.replaceOnChange?.includes(property));
      return { changed, replace: [...whole, ...nested] };
    },
  };
}

function valueAt(properties: Properties, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
}
