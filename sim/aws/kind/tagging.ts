/** Operations that tag objects by their ARNs. */
import type { Cloud, ServiceName } from "../../core/cloud.ts";
import type { Operation } from "../../core/operation.ts";
import type { Table } from "../../core/table.ts";
import type { TagChanges } from "../pulumi/tag-changes.ts";
import { mergeTags, resourceTagContext, type Tag } from "../tags.ts";
import { callNamed } from "./call.ts";

/** What the operations and their parameters are called. */
export interface TaggingNames {
  readonly tag: string;
  readonly untag: string;
  /** The parameter with the ARN. */
  readonly key: string;
  /** The parameter of `untag` that says which: keys, or tags without values. */
  readonly removed: "TagKeys" | "Tags";
}

/** As most services call them. */
export const TAGGING = { tag: "TagResource", untag: "UntagResource", removed: "TagKeys" } as const;

export interface TaggedRow {
  readonly arn: string;
  tags: readonly Tag[];
}

type Named<N extends TaggingNames> = Readonly<Record<N["key"], string>>;

interface Tags {
  readonly Tags: readonly Tag[];
}

type Removed<N extends TaggingNames> = N["removed"] extends "Tags"
  ? { readonly Tags: readonly Pick<Tag, "Key">[] }
  : { readonly TagKeys: readonly string[] };

type TagOperations<N extends TaggingNames> = Record<N["tag"], Operation<Named<N> & Tags, object>> &
  Record<N["untag"], Operation<Named<N> & Removed<N>, object>>;

/** The operations on the rows of a table. */
export function tagOperations<const N extends TaggingNames>(
  service: ServiceName,
  names: N,
  tableOf: (cloud: Cloud) => Table<TaggedRow>,
): TagOperations<N> {
  const find = (cloud: Cloud, arn: string) => tableOf(cloud).where((row) => row.arn === arn)[0];
  const changing = <I>(action: string, changed: (tags: readonly Tag[], input: I) => readonly Tag[]) => ({
    authorize(cloud: Cloud, { [names.key]: arn = "" }: Readonly<Record<string, string>>) {
      const context = resourceTagContext(find(cloud, arn)?.tags);
      return [{ action: `${service}:${action}`, resources: [arn], context }];
    },
    run(cloud: Cloud, input: I) {
      const { [names.key]: arn = "" } = input as Readonly<Record<string, string>>;
      const row = find(cloud, arn);
      if (row === undefined) throw tableOf(cloud).missing(arn);
      row.tags = changed(row.tags, input);
      return {};
    },
  });
  const operations = {
    [names.tag]: changing<Tags>(names.tag, (tags, { Tags }) => mergeTags(tags, Tags)),
    [names.untag]: changing<{ TagKeys?: readonly string[]; Tags?: readonly Pick<Tag, "Key">[] }>(
      names.untag,
      (tags, { Tags = [], TagKeys = Tags.map(({ Key }) => Key) }) =>
        tags.filter(({ Key }) => !TagKeys.includes(Key)),
    ),
  };
  // The keys are those of `names`.
  return operations as unknown as TagOperations<N>;
}

/** Calls them for an object, as far as there is something to change. */
export function callTagging(
  cloud: Cloud,
  { service, tag, untag, key, removed }: TaggingNames & { readonly service: ServiceName },
  arn: string,
  { set, removedKeys }: TagChanges,
): void {
  const keys = removed === "Tags" ? removedKeys.map((Key) => ({ Key })) : removedKeys;
  if (removedKeys.length > 0) callNamed(cloud, service, untag, { [key]: arn, [removed]: keys });
  if (set.length > 0) callNamed(cloud, service, tag, { [key]: arn, Tags: set });
}
