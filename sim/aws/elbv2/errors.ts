/** Errors of the ELBv2 API that more than one resource gives, with the service's codes and words. */
import { AwsError } from "../../core/errors.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

export function invalidConfiguration(message: string): AwsError {
  return new AwsError("InvalidConfigurationRequest", message);
}

/** The API's answer to a value outside of an enumeration. */
export function notInEnum(value: string, path: string, allowed: readonly string[]): AwsError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(", ")}]`,
  );
}

/** Refuses a number that is not an integer between `min` and `max`. */
export function checkRange(value: number, path: string, min: number, max: number): void {
  const constraint = (text: string) =>
    validationError(
      `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${text}`,
    );
  if (!(value >= min)) throw constraint(`Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(`Member must have value less than or equal to ${max}`);
}
