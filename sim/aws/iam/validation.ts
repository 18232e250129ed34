/** Checks of request parameters that the IAM API makes before it looks at anything. */
import { AwsError } from "../../core/errors.ts";

/** `status` 400, as AWS's query protocol has it for parameters out of bounds. */
export function validationError(value: string | number, field: string, constraint: string): AwsError {
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

/**
 * Checks a name as IAM restricts all names: letters, digits and `+=,.@_-`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkName(field: string, name: string, maxLength: number): void {
  if (name.length === 0) {
    throw validationError(name, field, "Member must have length greater than or equal to 1");
  }
  if (name.length > maxLength) {
    throw validationError(name, field, `Member must have length less than or equal to ${maxLength}`);
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw new AwsError(
      "ValidationError",
      `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** Checks a description of a role or policy, which may be empty. */
export function checkDescription(description: string): void {
  if (description.length <= 1000) return;
  throw validationError(description, "description", "Member must have length less than or equal to 1000");
}

/** Checks a path: `/`, or text between slashes. */
export function checkPath(path: string): void {
  if (/^\/$|^\/[!-~]{1,510}\/$/.test(path)) return;
  throw new AwsError(
    "ValidationError",
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

export function checkRange(field: string, value: number, min: number, max: number): void {
  if (value < min)
    throw validationError(value, field, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw validationError(value, field, `Member must have value less than or equal to ${max}`);
}

/** Length of a policy document as IAM's quotas count it: without white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}
