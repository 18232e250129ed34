/** Tags, as AWS's APIs carry them and as Pulumi's AWS provider shows them. */
import type { ProviderConfig } from "../core/resource-type.ts";
import { structured } from "./structured.ts";

/** One tag in the spelling of most AWS APIs. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags by key, as Pulumi programs write them. */
export type TagMap = Readonly<Record<string, string>>;

export function tagList(tags: TagMap | undefined): Tag[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

export function tagMap(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** Output `tagsAll`: the resource's own tags over the provider's `defaultTags`. */
export function tagsWithDefaults(provider: ProviderConfig, tags: TagMap | undefined): Record<string, string> {
  const defaults = structured(provider["defaultTags"]) as { readonly tags?: TagMap } | undefined;
  return { ...defaults?.tags, ...tags };
}

/** `tags` with `changes` in place of those of the same key. */
export function mergeTags(tags: readonly Tag[], changes: readonly Tag[]): Tag[] {
  return tagList({ ...tagMap(tags), ...tagMap(changes) });
}

/** Condition keys of a request that sets tags: `aws:RequestTag/KEY` for each, and `aws:TagKeys`. */
export function requestTagContext(tags: readonly Tag[] | undefined): Record<string, string | string[]> {
  if (tags === undefined || tags.length === 0) return {};
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    "aws:TagKeys": tags.map(({ Key }) => Key),
  };
}

/** Condition keys of a request about a tagged resource: `aws:ResourceTag/KEY` for each. */
export function resourceTagContext(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value]));
}
