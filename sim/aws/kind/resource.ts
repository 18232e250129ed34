/** The Pulumi type of a kind: as `awsResource` makes it, with the tags, and with what the provider does when it is gone. */
import type { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { Properties, ResourceContext, ResourceType } from "../../core/resource-type.ts";
import { awsResource, type Definition } from "../pulumi/resource.ts";
import { tagChanges } from "../pulumi/tag-changes.ts";
import { tagOutputs, tagsInput } from "../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import type { Kind } from "./kind.ts";
import { unlessGone } from "./waiting.ts";

/** Inputs that have `tags` among them. */
export type TaggedSchema = z.ZodObject<typeof tagsInput & z.core.$ZodLooseShape>;

/** What of a Pulumi type does not follow from its kind. */
export interface KindResource<S extends TaggedSchema, R, T> extends Omit<
  Definition<S>,
  "create" | "read" | "delete"
> {
  /** As in {@link Definition}. @param tagging what the request has to say of tags. */
  create(context: ResourceContext, inputs: z.output<S>, tagging: T): string;
  /** What has the id. Default: the row of the table. */
  find?(cloud: Cloud, id: string): R | undefined;
  /** The id by which the service tags it, where that is not the one that Pulumi has. */
  taggedId?(cloud: Cloud, id: string): string;
  /** All outputs but `region`, `tags` and `tagsAll`. */
  outputs(context: ResourceContext, record: R, properties: Properties): Properties;
  /** What changes beside the tags. */
  update?(context: ResourceContext, id: string, before: Partial<z.output<S>>, after: z.output<S>): void;
  /** As in {@link Definition}; that it does not exist any more is well. */
  delete(context: ResourceContext, id: string, properties: Properties): void;
}

/** The Pulumi type of a kind. */
export function kindResource<S extends TaggedSchema, R, T extends object>(
  kind: Kind<R, T>,
  definition: KindResource<S, R, T>,
): ResourceType {
  const { find = (cloud, id) => kind.table(cloud).find(id), taggedId = (_cloud, id) => id } = definition;
  return awsResource<S>({
    ...definition,

    create(context, inputs) {
      return definition.create(
        context,
        inputs,
        kind.tagging(tagList(tagsWithDefaults(context.provider, tagsOf(inputs)))),
      );
    },

    read(context, id, properties) {
      const record = find(context.cloud, id);
      return (
        record && {
          ...definition.outputs(context, record, properties),
          ...tagOutputs(context, kind.tagsOf(record), properties),
        }
      );
    },

    update(context, id, before, after) {
      const { cloud, provider } = context;
      definition.update?.(context, id, before, after);
      kind.changeTags(cloud, taggedId(cloud, id), tagChanges(provider, tagsOf(before), tagsOf(after)));
    },

    delete(context, id, properties) {
      const { code } = kind.table(context.cloud).missing(id);
      unlessGone([code], () => definition.delete(context, id, properties));
    },
  });
}

function tagsOf(inputs: object): Record<string, string> | undefined {
  return "tags" in inputs ? tagsInput.tags.parse(inputs.tags) : undefined;
}
