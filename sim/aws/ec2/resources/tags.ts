/** How Pulumi types of EC2 set tags. */
import type { ResourceContext } from "../../../core/resource-type.ts";
import { tagChanges } from "../../pulumi/tag-changes.ts";
import { tagList, tagsWithDefaults, type TagMap } from "../../tags.ts";
import type { TagSpecification } from "../tags.ts";

/** `TagSpecifications` of a request that makes an object of `type`; none without tags. */
export function tagSpecifications(
  { provider }: ResourceContext,
  type: string,
  tags: TagMap | undefined,
): TagSpecification[] | undefined {
  const Tags = tagList(tagsWithDefaults(provider, tags));
  return Tags.length === 0 ? undefined : [{ ResourceType: type, Tags }];
}

/** Brings the tags of an object from one set of inputs to another. */
export function updateTags(
  { cloud, provider }: ResourceContext,
  id: string,
  before: TagMap | undefined,
  after: TagMap | undefined,
): void {
  const { set, removedKeys } = tagChanges(provider, before, after);
  const Resources = [id];
  if (removedKeys.length > 0) {
    const Tags = removedKeys.map((Key) => ({ Key }));
    cloud.call(cloud.administrator, "ec2", "DeleteTags", { Resources, Tags });
  }
  if (set.length > 0) cloud.call(cloud.administrator, "ec2", "CreateTags", { Resources, Tags: set });
}
