import type { ResourceType } from "../../../core/resource-type.ts";
import { kindResource, type KindResource, type TaggedSchema } from "../../kind/resource.ts";
import { tagList, tagMap, type TagMap } from "../../tags.ts";
import { withId, type EksKind } from "../kind.ts";

interface Tagging {
  readonly tags: TagMap;
}

/** The Pulumi type of a kind of EKS objects. */
export function eksResource<S extends TaggedSchema, R extends { tags: Record<string, string> }>(
  kind: EksKind<never, R>,
  definition: KindResource<S, R, Tagging>,
): ResourceType {
  const { find = (cloud, id) => withId(kind, cloud, id) } = definition;
  return kindResource<S, R, Tagging>(
    {
      table: kind.table,
      tagsOf: ({ tags }) => tagList(tags),
      tagging: (tags) => ({ tags: tagMap(tags) }),
      changeTags(cloud, resourceArn, { set, removedKeys: tagKeys }) {
        const caller = cloud.administrator;
        if (tagKeys.length > 0) cloud.call(caller, "eks", "UntagResource", { resourceArn, tagKeys });
        if (set.length > 0) cloud.call(caller, "eks", "TagResource", { resourceArn, tags: tagMap(set) });
      },
    },
    {
      ...definition,
      find,
      taggedId(cloud, id) {
        const found = find(cloud, id);
        return found === undefined ? id : kind.arn(found);
      },
    },
  );
}
