import { NotSimulated } from "../core/errors.ts";
import type { CheckFailure, Properties } from "../core/resource-type.ts";

/** Inputs that a component refuses, in its own words, with the property that each reason is about. */
export class ComponentInputsError extends Error {
  readonly failures: readonly CheckFailure[];

  constructor(message: string, failures: readonly CheckFailure[]) {
    super([message, ...failures.map(({ property, reason }) => `  ${property}: ${reason}`)].join("\n"));
    this.name = "ComponentInputsError";
    this.failures = failures;
  }
}

/**
 * Refuses inputs that an expansion does not look at, so that none is dropped in silence.
 *
 * @throws NotSimulated naming component and input.
 */
export function refuseUnknownInputs(
  component: string,
  inputs: Properties,
  supported: readonly string[],
): void {
  for (const [name, value] of Object.entries(inputs)) {
    if (value !== undefined && !supported.includes(name)) {
      throw new NotSimulated(`${component} input ${name}`);
    }
  }
}
