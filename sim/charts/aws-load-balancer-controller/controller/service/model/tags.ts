import type { Tags } from "../../model.ts";
import { withDefaultTags } from "../../tags.ts";
import { mapOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";

/** Tags of everything that a Service has in AWS. */
export function serviceTags({ annotations, config }: BuildContext): Tags {
  const own = mapOf(annotations, "aws-load-balancer-additional-resource-tags") ?? {};
  const external = Object.keys(own).find((key) => config.externalManagedTags.includes(key));
  if (external !== undefined) {
    throw new Error(`external managed tag key ${external} cannot be specified on Service`);
  }
  return withDefaultTags(config, own);
}
