/** Reads resources for the engine: again for a refresh, or for the first time for an import. */
import { NotSimulated } from "../../core/errors.ts";
import { readInputs } from "../../core/read-inputs.ts";
import { checkInputs } from "../calls.ts";
import type { Properties, ResourceContext, ResourceType } from "../../core/resource-type.ts";

/** What was found, with all that Pulumi's state needs to go on with it. */
export interface ReadResource {
  /** The resource's own id, which may be another than the one that an import names. */
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Reads a resource that is in Pulumi's state; undefined when it is gone. */
export function readAgain(
  type: ResourceType,
  context: ResourceContext,
  id: string,
  inputs: Properties,
): ReadResource | undefined {
  const outputs = type.read(context, id, inputs);
  return outputs && { id, outputs, inputs: (type.readInputs ?? readInputs)(outputs, inputs) };
}

/**
 * Reads what somebody made without Pulumi: for `pulumi import`, the resource option `import` and lookups by id. The inputs
 * are checked, so that they have the provider's defaults, as those of a program have.
 *
 * @param importId as the provider's documentation has it, for some types not the resource's own.
 * @returns undefined when there is no such object.
 * @throws NotSimulated for a type of which nothing can be imported.
 */
export function readForImport(
  type: ResourceType,
  context: ResourceContext,
  importId: string,
): ReadResource | undefined {
  if (type.importInputs === undefined) throw new NotSimulated(type.token, "import");
  const found = type.findImported ? type.findImported(context, importId) : { id: importId, properties: {} };
  if (found === undefined) return undefined;
  const outputs = type.read(context, found.id, found.properties);
  if (outputs === undefined) return undefined;
  const { inputs } = checkInputs(type, type.importInputs(outputs), context);
  return { id: found.id, outputs, inputs };
}
