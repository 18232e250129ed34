import type { ResourceContext } from "../../../core/resource-type.ts";
import { tagChanges } from "../../pulumi/tag-changes.ts";
import { tagMap, type TagMap } from "../../tags.ts";

/** Brings the tags of an EKS object from one set of inputs to another. */
export function updateTags(
  { cloud, provider }: ResourceContext,
  resourceArn: string,
  before: TagMap | undefined,
  after: TagMap | undefined,
): void {
  const { set, removedKeys } = tagChanges(provider, before, after);
  const caller = cloud.administrator;
  if (removedKeys.length > 0) {
    cloud.call(caller, "eks", "UntagResource", { resourceArn, tagKeys: removedKeys });
  }
  if (set.length > 0) cloud.call(caller, "eks", "TagResource", { resourceArn, tags: tagMap(set) });
}
