import { AwsError } from "../../core/errors.ts";
import { invalidParameter } from "./errors.ts";

/** Calls EC2; what it refuses, EKS hands on as an error of its own. */
export function fromEc2<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `${error.message} (Service: AmazonEC2; Status Code: ${error.statusCode}; Error Code: ${error.code})`,
    );
  }
}
