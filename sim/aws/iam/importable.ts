import type { z } from "zod";
import type { Properties, ResourceType } from "../../core/resource-type.ts";
import { isSameInput, withoutLeftAlone } from "../pulumi/absent-inputs.ts";
import { importInputs } from "../pulumi/import-inputs.ts";

/** Names are made up, not found out, where a program gives none. */
const NAMES = ["name", "namePrefix"];

/** For a type whose optional inputs are all empty unless given. */
export const NO_DEFAULTS: Properties = {};

/**
 * A type whose objects can be imported, and whose inputs may be left out as the provider allows it.
 *
 * @param defaults what the provider takes for inputs that are left out.
 */
export function importable(
  schema: z.ZodObject,
  defaults: Properties,
  type: ResourceType & { readonly computed: readonly string[] },
): ResourceType {
  const isFoundOut = (property: string) => type.computed.includes(property) && !NAMES.includes(property);
  const given = (property: string, value: unknown) => value ?? defaults[property];
  const update = type.update?.bind(type);
  return {
    ...type,
    inputNames: () => Object.keys(schema.shape),
    importInputs: (outputs) => importInputs(schema, outputs, defaults),

    isSame(property, first, second) {
      const [before, after] = [given(property, first), given(property, second)];
      return isSameInput(before, after, isFoundOut(property), type.isSame?.(property, before, after));
    },

    ...(update && {
      update: (context, id, before, after) =>
        update(context, id, withoutLeftAlone(before, after, isFoundOut), after),
    }),
  };
}
