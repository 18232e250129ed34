import type { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { ResourceContext, ResourceType } from "../../core/resource-type.ts";
import type { Table } from "../../core/table.ts";
import { awsResource, type Definition } from "../pulumi/resource.ts";
import { unlessGone } from "./waiting.ts";

/** What of a Pulumi type does not follow from one call that writes it, new or changed. */
interface PutResource<S extends z.ZodObject> extends Omit<Definition<S>, "create" | "update" | "delete"> {
  /** What has it: where that is gone, it is gone too. */
  readonly table: (cloud: Cloud) => Table<unknown>;
  /** Writes it, whatever was there before. @returns the id. */
  put(context: ResourceContext, inputs: z.output<S>): string;
  remove(context: ResourceContext, id: string): void;
}

/** The Pulumi type of what one call writes and another takes away. */
export function putResource<S extends z.ZodObject>(definition: PutResource<S>): ResourceType {
  const { put, remove, table, ...others } = definition;
  return awsResource<S>({
    ...others,
    create: put,
    update(context, _id, _before, after) {
      put(context, after);
    },
    delete(context, id) {
      unlessGone([table(context.cloud).missing(id).code], () => {
        remove(context, id);
      });
    },
  });
}
