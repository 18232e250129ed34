import type { Cloud } from "../../cloud.ts";
import type { AuthorizationCheck, Caller } from "../operation.ts";

/**
 * Asks IAM whether `caller` may do what `check` says.
 *
 * @throws AwsError with the code and words of `service` when no policy allows it, or one denies it.
 */
export function authorize(
  _cloud: Cloud,
  _caller: Caller,
  _service: string,
  _check: AuthorizationCheck,
): void {
  throw new Error("IAM evaluation is missing");
}
