import type { ProviderConfig } from "../../core/resource-type.ts";
import { tagList, tagsWithDefaults, type Tag, type TagMap } from "../tags.ts";

/** What must be called to bring an object's tags from one set of inputs to another. */
export interface TagChanges {
  readonly set: readonly Tag[];
  readonly removedKeys: readonly string[];
}

/** From the tags of the old inputs to those of the new, the provider's `defaultTags` with both. */
export function tagChanges(
  provider: ProviderConfig,
  before: TagMap | undefined,
  after: TagMap | undefined,
): TagChanges {
  const old = tagsWithDefaults(provider, before);
  const wanted = tagsWithDefaults(provider, after);
  return {
    set: tagList(wanted).filter(({ Key, Value }) => old[Key] !== Value),
    removedKeys: Object.keys(old).filter((key) => !(key in wanted)),
  };
}
