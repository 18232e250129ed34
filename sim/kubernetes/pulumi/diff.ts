import { isObject } from "../../core/is-object.ts";
import type { Properties, ResourceType } from "../../core/resource-type.ts";
import { builtInKinds } from "../api/kinds.ts";
import { equal } from "../api/plain.ts";
import { withoutEmptyMetadata } from "../api/updated-metadata.ts";
import type { Manifest } from "../types.ts";
import { isAutonamed } from "./annotations.ts";
import { forcesNew } from "./force-new.ts";
import { toManifest } from "./manifest.ts";
import { withSecretData } from "./secret-data.ts";
import type { KubernetesToken } from "./token.ts";

/** Finds what changed between two sets of inputs, field by field. */
export function diffObjects(
  token: KubernetesToken,
  before: Properties,
  after: Properties,
): ReturnType<NonNullable<ResourceType["diff"]>> {
  const old = canonical(token, before);
  const wanted = withOldAutoname(canonical(token, after), old);
  const paths = differences(old, wanted, "");
  const replace = paths.filter((path) => forcesNew(token.gvk, path, token.patch));
  return {
    changed: [...new Set(paths.map((path) => path.split(/[.[]/)[0]!))],
    replace,
    // A name that the program gives can be there once only.
    deleteBeforeReplace: replace.length > 0 && !isAutonamed(after) && isSameObject(old, wanted),
  };
}

/** A name that Pulumi gave stays, also where a replacement got another one than its inputs say. */
function withOldAutoname(wanted: Manifest, old: Manifest): Manifest {
  if (!isAutonamed(wanted) || !isAutonamed(old) || old.metadata.name === undefined) return wanted;
  return { ...wanted, metadata: { ...wanted.metadata, name: old.metadata.name } };
}

/**
 * What the server would see; without namespace means `default`. Of built-in kinds the provider knows that the server leaves
 * out what is empty (`normalizeInputs` in provider/pkg/provider/provider.go of pulumi-kubernetes).
 */
function canonical({ gvk }: KubernetesToken, inputs: Properties): Manifest {
  const { metadata, ...fields } = toManifest(withSecretData(inputs));
  const { namespace = "default", ...others } = builtInKinds.has(gvk)
    ? withoutEmptyMetadata(metadata)
    : metadata;
  return { ...fields, metadata: { ...others, namespace } } as Manifest;
}

function isSameObject({ metadata: a }: Manifest, { metadata: b }: Manifest): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

function differences(before: unknown, after: unknown, path: string): string[] {
  if (equal(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], `${path}[${index}]`));
  }
  return [path];
}
