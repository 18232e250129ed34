import { AwsError } from "../../core/errors.ts";

/*
 * Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. The words are those of the
 * live service as users quote them, and as moto (moto/ec2/exceptions.py) and terraform-provider-aws match them.
 */

/** How a kind of EC2 object is reported when an id does not exist: `The subnet ID 'subnet-1' does not exist`. */
export function missing(code: string, noun: string): (id: string) => AwsError {
  return (id) => new AwsError(code, `The ${noun} '${id}' does not exist`);
}

/** `InvalidParameterValue`, in the given words. */
export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

/** `InvalidParameterValue` in EC2's usual form: `Value (x) for parameter p is invalid. reason`. */
export function invalidParameter(parameter: string, value: string, reason: string): AwsError {
  return invalidValue(`Value (${value}) for parameter ${parameter} is invalid. ${reason}`);
}

/** `MissingParameter` for a parameter that the request must have. */
export function missingParameter(parameter: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${parameter}`);
}

/** `DependencyViolation` of a delete: `The subnet 'subnet-1' has dependencies and cannot be deleted.` */
export function hasDependencies(noun: string, id: string): AwsError {
  return new AwsError("DependencyViolation", `The ${noun} '${id}' has dependencies and cannot be deleted.`);
}

/** A quota of the account or of one object is used up. */
export function limitExceeded(code: string, things: string): AwsError {
  return new AwsError(code, `The maximum number of ${things} has been reached.`);
}
