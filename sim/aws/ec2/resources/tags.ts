/** How Pulumi types of EC2 carry tags. */
import { z } from "zod";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { tagChanges } from "../../iam/tag-sync.ts";
import { tagList, tagMap, tagsWithDefaults, type Tag, type TagMap } from "../../tags.ts";
import type { TagSpecification } from "../tags.ts";

/** The input `tags`, a part of the schema of each type that has it. */
export const tagsInput = { tags: z.record(z.string(), z.string()).optional() };

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

/**
 * Outputs `tags` and `tagsAll`. As in the provider, tags of AWS itself are left out of both, and those that come from
 * the provider's `defaultTags` out of `tags`, unless the program gives them too.
 */
export function tagOutputs(
  { provider }: ResourceContext,
  present: readonly Tag[],
  properties: Properties,
): Properties {
  const tagsAll = tagMap(present.filter(({ Key }) => !Key.startsWith("aws:")));
  const given = tagsInput.tags.safeParse(properties["tags"]).data;
  const defaults = tagsWithDefaults(provider, undefined);
  const tags = Object.fromEntries(
    Object.entries(tagsAll).filter(([key, value]) => defaults[key] !== value || given?.[key] !== undefined),
  );
  return {
    ...(given === undefined && Object.keys(tags).length === 0 ? {} : { tags }),
    tagsAll,
  };
}
