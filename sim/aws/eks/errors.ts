/** The errors of the EKS API: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html and each action's page. */
import { AwsError } from "../../core/errors.ts";

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}

export function resourceInUse(message: string): AwsError {
  return new AwsError("ResourceInUseException", message, 409);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message, 400);
}

export function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequestException", message, 400);
}

export function resourceLimitExceeded(message: string): AwsError {
  return new AwsError("ResourceLimitExceededException", message, 400);
}

export function unsupportedAvailabilityZone(message: string): AwsError {
  return new AwsError("UnsupportedAvailabilityZoneException", message, 400);
}
