import type { Properties } from "../../../core/resource-type.ts";

/**
 * Inputs that lead to what was read. AWS fills in much inside of blocks (weights, orders, defaults), so an input is kept
 * as the program has it as long as everything that it says is still so.
 */
export function readInputs(outputs: Properties, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [
      name,
      isContained(given, outputs[name]) ? given : outputs[name],
    ]),
  );
}

function isContained(given: unknown, present: unknown): boolean {
  if (typeof given !== "object" || given === null) return given === present;
  if (typeof present !== "object" || present === null) return false;
  if (Array.isArray(given) && given.length !== (present as unknown[]).length) return false;
  return Object.entries(given).every(([key, value]) => isContained(value, (present as Properties)[key]));
}
