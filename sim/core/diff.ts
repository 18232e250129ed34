import { isDeepStrictEqual } from "node:util";
import { parsePropertyPath, valueAt, withValueAt } from "./property-path.ts";
import type { Properties, ResourceType } from "./resource-type.ts";

/** What a change of inputs means for a resource. */
export interface ResourceDiff {
  /** Top-level properties that differ; empty when there is nothing to do. */
  readonly changed: readonly string[];
  /** Those (or paths below them) that need a new resource. */
  readonly replace: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What takes part in a diff beside the inputs. */
export interface DiffOptions {
  /** Outputs that Pulumi's state has of the resource. */
  readonly state?: Properties;
  /** Property paths whose change replaces, beside those of the type. */
  readonly replaceOnChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** Compares inputs as the provider of `type` does. */
export function diffResource(
  type: ResourceType,
  before: Properties,
  after: Properties,
  options: DiffOptions = {},
): ResourceDiff {
  const { state = {} } = options;
  const own = type.diff?.(before, after, state) ?? diffByProperty(type, { before, after, state });
  const replace = new Set(own.replace);
  for (const text of options.replaceOnChanges ?? []) {
    const path = parsePropertyPath(text);
    if (!isDeepStrictEqual(valueAt(before, path), valueAt(after, path))) replace.add(text);
  }
  return {
    changed: own.changed,
    replace: own.changed.length > 0 ? [...replace] : [],
    deleteBeforeReplace:
      options.deleteBeforeReplace ?? own.deleteBeforeReplace ?? type.deleteBeforeReplace ?? false,
  };
}

/**
 * `after` with the values of `before` at the paths that the resource option `ignoreChanges` names, nested ones included.
 *
 * @throws NotSimulated for a wildcard, Error for a text that is not a path.
 */
export function keepIgnored(
  before: Properties,
  after: Properties,
  ignoreChanges: readonly string[],
): Properties {
  return ignoreChanges
    .map(parsePropertyPath)
    .reduce((kept, path) => withValueAt(kept, path, valueAt(before, path)), after);
}

function diffByProperty(
  type: ResourceType,
  {
    before,
    after,
    state,
  }: { readonly before: Properties; readonly after: Properties; readonly state: Properties },
) {
  const isSame =
    type.isSame?.bind(type) ?? ((_property: string, a: unknown, b: unknown) => isDeepStrictEqual(a, b));
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((property) => !isSame(property, before[property], after[property], state[property]))
    .sort();
  // Without an update function there is no change in place.
  const replace = type.update
    ? changed.filter((property) => type.replaceOnChange?.includes(property))
    : changed;
  return { changed, replace, deleteBeforeReplace: type.deleteBeforeReplace };
}
