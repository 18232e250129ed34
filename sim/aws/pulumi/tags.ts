/** Input and outputs that Pulumi types of AWS services with tags have in common. */
import { z } from "zod";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import { tagMap, tagsWithDefaults, type Tag } from "../tags.ts";

/** The input `tags`, a part of the schema of each type that has it. */
export const tagsInput = { tags: z.record(z.string(), z.string()).optional() };

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
