/** What a preview tells of a resource before anything happens to it. */
import type { CheckFailure, Properties, ResourceType } from "../../core/resource-type.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";

/** Outputs after a create, as far as they are known beforehand. */
export function previewOfCreate(type: ResourceType, inputs: Properties): Properties {
  const computed = typeof type.computed === "function" ? type.computed(inputs) : type.computed;
  return { ...unknown(computed), ...inputs };
}

/** Outputs after an update, as far as they are known beforehand. */
export function previewOfUpdate(type: ResourceType, outputs: Properties, inputs: Properties): Properties {
  return { ...outputs, ...inputs, ...unknown(type.computedOnUpdate ?? []) };
}

/** Whether a failure is about a value that is not there yet, which no check can judge. */
export function isAboutUnknown(failure: CheckFailure, inputs: Properties): boolean {
  const [property = ""] = failure.property.split(/[.[]/);
  return hasUnknown(inputs[property]);
}

function unknown(outputs: readonly string[]): Properties {
  return Object.fromEntries(outputs.map((output) => [output, UNKNOWN]));
}
