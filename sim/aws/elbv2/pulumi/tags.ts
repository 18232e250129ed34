import type { ResourceContext } from "../../../core/resource-type.ts";
import { tagChanges } from "../../pulumi/tag-changes.ts";
import type { TagMap } from "../../tags.ts";

/** Brings the tags of an ELBv2 object from one set of inputs to another. */
export function updateTags(
  { cloud, provider }: ResourceContext,
  arn: string,
  before: TagMap | undefined,
  after: TagMap | undefined,
): void {
  const { set, removedKeys } = tagChanges(provider, before, after);
  const caller = cloud.administrator;
  if (removedKeys.length > 0) {
    cloud.call(caller, "elasticloadbalancing", "RemoveTags", { ResourceArns: [arn], TagKeys: removedKeys });
  }
  if (set.length > 0) {
    cloud.call(caller, "elasticloadbalancing", "AddTags", { ResourceArns: [arn], Tags: set });
  }
}
