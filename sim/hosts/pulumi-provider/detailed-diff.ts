/** Says of a diff which nested properties differ, as the engine needs it for `replaceOnChanges` and shows it to users. */
import { isDeepStrictEqual } from "node:util";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import { formatPropertyPath, parsePropertyPath, type PropertyPath } from "../../core/property-path.ts";
import type { ResourceDiff } from "../../core/diff.ts";
import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";

const { Kind } = providerproto.PropertyDiff;

/**
 * What differs, by path (`spec.ports[0].port`). A whole array is one difference when its length changed, since nobody
 * knows which of its elements moved.
 *
 * @param isSecret whether the value at a path is secret: then so are the keys below it.
 */
export function detailedDiff(
  { changed, replace }: ResourceDiff,
  before: Properties,
  after: Properties,
  isSecret: (path: PropertyPath) => boolean = () => false,
): ReadonlyMap<string, providerproto.PropertyDiff> {
  const replacing = replace.map(parsePropertyPath);
  const found = new Map<string, providerproto.PropertyDiff>();
  for (const property of changed) {
    for (const { path, kind } of differences([property], before[property], after[property], isSecret)) {
      const replaces = replacing.some((one) => isWithin(one, path) || isWithin(path, one));
      const difference = new providerproto.PropertyDiff();
      difference.setKind(replaces ? REPLACING[kind] : kind);
      difference.setInputdiff(true);
      found.set(formatPropertyPath(path), difference);
    }
  }
  return found;
}

type ChangeKind = typeof Kind.ADD | typeof Kind.DELETE | typeof Kind.UPDATE;

const REPLACING = {
  [Kind.ADD]: Kind.ADD_REPLACE,
  [Kind.DELETE]: Kind.DELETE_REPLACE,
  [Kind.UPDATE]: Kind.UPDATE_REPLACE,
} as const;

interface Difference {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
}

function differences(
  path: PropertyPath,
  before: unknown,
  after: unknown,
  isSecret: (path: PropertyPath) => boolean,
): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [{ path, kind: Kind.ADD }];
  if (after === undefined) return [{ path, kind: Kind.DELETE }];
  if (isSecret(path)) return [{ path, kind: Kind.UPDATE }];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences([...path, index], item, after[index], isSecret));
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences([...path, key], before[key], after[key], isSecret));
  }
  return [{ path, kind: Kind.UPDATE }];
}

function isWithin(outer: PropertyPath, inner: PropertyPath): boolean {
  return outer.every((segment, index) => segment === inner[index]);
}
