import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { requestTagContext, type Tag } from "../tags.ts";
import { onExisting } from "./authorization.ts";
import { filtered, type Filter } from "./filters.ts";
import { allTagged, getTagged } from "./kinds.ts";
import { withTags } from "./tags.ts";

/** Tags to set on each of the objects. */
export interface CreateTagsRequest {
  readonly Resources: readonly string[];
  readonly Tags: readonly Tag[];
}

/** Tags to take from each of the objects. */
export interface DeleteTagsRequest {
  readonly Resources: readonly string[];
  /** Without a value, the tag goes whatever its value; with one, only if it has this value. All, if omitted. */
  readonly Tags?: readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined;
}

/** A tag as DescribeTags shows it. */
export interface TagDescription extends Tag {
  readonly ResourceId: string;
  readonly ResourceType: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and its siblings. */
export const tagOperations = {
  CreateTags: operation({
    authorize: (cloud, request: CreateTagsRequest) =>
      request.Resources.map((id) => onExisting(cloud, "CreateTags", id, requestTagContext(request.Tags))),
    run: (cloud, { Resources, Tags }, caller): Record<string, never> => {
      const changes = Resources.map((id) => {
        const record = getTagged(cloud, id);
        return { record, tags: withTags(record.Tags, Tags, caller) };
      });
      for (const { record, tags } of changes) record.Tags = tags;
      return {};
    },
  }),

  DeleteTags: operation({
    authorize: (cloud, request: DeleteTagsRequest) => {
      const tags = (request.Tags ?? []).map(({ Key, Value }) => ({ Key, Value: Value ?? "" }));
      return request.Resources.map((id) => onExisting(cloud, "DeleteTags", id, requestTagContext(tags)));
    },
    run: (cloud, { Resources, Tags }): Record<string, never> => {
      for (const record of Resources.map((id) => getTagged(cloud, id))) {
        record.Tags = record.Tags.filter(({ Key, Value }) =>
          Tags === undefined
            ? Key.startsWith("aws:")
            : !Tags.some((gone) => gone.Key === Key && (gone.Value ?? Value) === Value),
        );
      }
      return {};
    },
  }),

  DescribeTags: operation({
    run: (cloud, request: { readonly Filters?: readonly Filter[] }): { Tags: TagDescription[] } => ({
      Tags: filtered("DescribeTags", everyTag(cloud), request.Filters, {
        "resource-id": (tag) => [tag.ResourceId],
        "resource-type": (tag) => [tag.ResourceType],
        key: (tag) => [tag.Key],
        value: (tag) => [tag.Value],
      }).map(({ Tags: _self, ...tag }) => tag),
    }),
  }),
};

function everyTag(cloud: Cloud): (TagDescription & { Tags: Tag[] })[] {
  return allTagged(cloud).flatMap(({ id, type, record }) =>
    record.Tags.map((tag) => ({ ResourceId: id, ResourceType: type, ...tag, Tags: [tag] })),
  );
}
