import { AwsError } from "../../core/errors.ts";

/** A parameter that does not fit its constraint, in the words that AWS's request validation has for all services. */
export function constraintViolation(parameter: string, value: unknown, constraint: string): AwsError {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${shown}' at '${parameter}' failed to satisfy constraint: ${constraint}`,
  );
}

/** @throws AwsError when `value` is not one of `allowed`. */
export function checkEnum(parameter: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw constraintViolation(
      parameter,
      value,
      `Member must satisfy enum value set: [${allowed.join(", ")}]`,
    );
  }
}
