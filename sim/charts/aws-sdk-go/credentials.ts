import { AwsError } from "../../core/errors.ts";
import type { ContainerContext } from "../../kubernetes/types.ts";
import { describe, REQUEST_ID } from "./errors.ts";

/** What the AWS SDK says when the pod's role refuses depends on how the pod gets at it. */
export function credentialsOf({ credentials, env }: ContainerContext) {
  try {
    return credentials();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (env["AWS_ROLE_ARN"] !== undefined) {
      throw new Error(
        `failed to retrieve credentials, ${describe("sts", "AssumeRoleWithWebIdentity", error)}`,
      );
    }
    // The Pod Identity agent passes on EKS's answer as text.
    throw new Error(
      `failed to load credentials, : [${REQUEST_ID}]: (${error.code}): ${error.message}, fault: client`,
    );
  }
}
