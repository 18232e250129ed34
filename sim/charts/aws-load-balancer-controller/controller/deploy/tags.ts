import type { Tag } from "../../../../aws/tags.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { Tags } from "../model.ts";

/** Tags in the order in which the controller sends them: by key. */
export function sortedTags(tags: Tags): Tag[] {
  return Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] ?? "" }));
}

/** What must change for `current` to become `desired`; tags of AWS itself and ignored keys are left alone. */
export function changedTags(
  desired: Tags,
  current: Tags,
  ignoredKeys: readonly string[],
): { readonly toSet: Tag[]; readonly toRemove: Tag[] } {
  const ours = ({ Key }: Tag) => !ignoredKeys.includes(Key) && !Key.startsWith("aws:");
  return {
    toSet: sortedTags(desired).filter((tag) => ours(tag) && current[tag.Key] !== tag.Value),
    toRemove: sortedTags(current).filter((tag) => ours(tag) && !(tag.Key in desired)),
  };
}

/** Brings the tags of a security group to what is wanted. */
export function reconcileEc2Tags(
  aws: Aws,
  id: string,
  {
    desired,
    current,
    ignoredKeys,
  }: { readonly desired: Tags; readonly current: Tags; readonly ignoredKeys: readonly string[] },
): void {
  const { toSet, toRemove } = changedTags(desired, current, ignoredKeys);
  if (toSet.length > 0) aws.call("ec2", "CreateTags", { Resources: [id], Tags: toSet });
  if (toRemove.length > 0) aws.call("ec2", "DeleteTags", { Resources: [id], Tags: toRemove });
}
