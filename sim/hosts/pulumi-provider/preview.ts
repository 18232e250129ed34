/** What a preview tells of a resource before anything happens to it. */
import { isObject } from "../../core/is-object.ts";
import type { CheckFailure, Properties, ResourceType } from "../../core/resource-type.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";

/** Outputs after a create, as far as they are known beforehand. */
export function previewOfCreate(type: ResourceType, inputs: Properties): Properties {
  const computed = typeof type.computed === "function" ? type.computed(inputs) : type.computed;
  return { ...unknown(computed), ...inputs };
}

/** Outputs after an update, as far as they are known beforehand. */
export function previewOfUpdate(
  type: ResourceType,
  outputs: Properties,
  before: Properties,
  after: Properties,
): Properties {
  return { ...outputs, ...withAdded(outputs, before, after), ...unknown(type.computedOnUpdate ?? []) };
}

/** New inputs with what the cloud added to the old ones, as to a cluster's `vpcConfig` its own security group. */
function withAdded(outputs: Properties, before: Properties, after: Properties): Properties {
  const added = Object.entries(outputs).filter(([key]) => !(key in before) && !(key in after));
  const changed = Object.entries(after).map(([key, value]) => {
    const [output, old] = [outputs[key], before[key]];
    const isNested = isObject(output) && isObject(old) && isObject(value);
    return [key, isNested ? withAdded(output, old, value) : value] as const;
  });
  return Object.fromEntries([...added, ...changed]);
}

/** Whether a failure is about a value that is not there yet, which no check can judge. */
export function isAboutUnknown(failure: CheckFailure, inputs: Properties): boolean {
  const [property = ""] = failure.property.split(/[.[]/);
  return hasUnknown(inputs[property]);
}

function unknown(outputs: readonly string[]): Properties {
  return Object.fromEntries(outputs.map((output) => [output, UNKNOWN]));
}
