import type { Attribute } from "../../../../aws/elbv2/requests.ts";
import type { Tags } from "../model.ts";

/** Attributes to modify, by key: those that are wanted and differ; others keep what they have. */
export function changedAttributes(desired: Tags, current: readonly Attribute[]): Attribute[] {
  const present = new Map(current.map(({ Key, Value }) => [Key, Value]));
  return Object.keys(desired)
    .sort()
    .filter((key) => present.get(key) !== desired[key])
    .map((Key) => ({ Key, Value: desired[Key] ?? "" }));
}
