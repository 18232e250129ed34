import { AwsError } from "../../core/errors.ts";
import type { ResourceContext } from "../../core/resource-type.ts";

/** What `attempt` returns, or undefined when the object that it is about does not exist. */
export function unlessGone<T>(codes: readonly string[], attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/**
 * Deletes something that others may still be leaving: the provider tries again while AWS answers that they do.
 *
 * @param defaultTimeoutMs how long the provider does so where `customTimeouts` does not say.
 * @param inUse the code of that answer.
 * @throws AwsError the last refusal.
 */
export function deleteWhenFree(
  { cloud, timeoutMs }: ResourceContext,
  defaultTimeoutMs: number,
  attempt: () => void,
  inUse = "DependencyViolation",
): void {
  let refusal: AwsError | undefined;
  const isDone = () => {
    try {
      attempt();
      return true;
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== inUse) throw error;
      refusal = error;
      return false;
    }
  };
  if (!cloud.clock.waitUntil(isDone, timeoutMs ?? defaultTimeoutMs)) throw refusal!;
}

/** The unit of the provider's time-outs. */
export const MINUTE_MS = 60_000;
