import type { Properties } from "./resource-type.ts";

/**
 * Inputs that lead to what was read, for a refresh. Clouds fill in much inside of blocks (defaults, names, orders), so an
 * input is kept as the program has it as long as everything that it says is still so.
 */
export function readInputs(outputs: Properties, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [
      name,
      // What a cloud never tells (passwords, options of the provider) cannot have drifted.
      !(name in outputs) || isContained(given, outputs[name]) ? given : outputs[name],
    ]),
  );
}

function isContained(given: unknown, present: unknown): boolean {
  if (typeof given !== "object" || given === null) return given === present;
  if (typeof present !== "object" || present === null) return false;
  if (!Array.isArray(given)) {
    return Object.entries(given).every(([key, value]) => isContained(value, (present as Properties)[key]));
  }
  if (!Array.isArray(present) || given.length !== present.length) return false;
  // Lists of ids and the like are sets to AWS, which gives them back in an order of its own.
  return given.every((value, index) =>
    typeof value === "object" ? isContained(value, present[index]) : present.includes(value),
  );
}
