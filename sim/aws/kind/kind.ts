/** What a service says of a kind of its objects, so that `resource.ts` can make a Pulumi type of it. */
import type { Cloud } from "../../core/cloud.ts";
import type { Table } from "../../core/table.ts";
import type { TagChanges } from "../pulumi/tag-changes.ts";
import type { Tag } from "../tags.ts";

/**
 * A kind of tagged objects.
 *
 * @typeParam T the parameters by which a new object gets its tags.
 */
export interface Kind<R, T extends object> {
  table(cloud: Cloud): Table<R>;
  tagsOf(record: R): readonly Tag[];
  /** `{ TagSpecifications }` or `{ Tags }` of the request that makes an object. */
  tagging(tags: readonly Tag[]): T;
  /** Calls what changes the tags of an object. */
  changeTags(cloud: Cloud, id: string, changes: TagChanges): void;
}
