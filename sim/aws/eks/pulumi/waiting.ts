/** How the provider waits for EKS, in its own words (terraform-provider-aws/internal/service/eks, helper/retry). */
import type { ResourceContext } from "../../../core/resource-type.ts";

export const MINUTE_MS = 60_000;

/** Something of EKS that takes its time. */
export interface Waiting<Status extends string> {
  /** `EKS Node Group (myeks:ng) create` */
  readonly what: string;
  readonly wanted: Status;
  /** Statuses on the way there; any other is a failure. */
  readonly pending: readonly Status[];
  readonly timeoutMs: number;
  /** The present status, undefined when it is gone. */
  status(): Status | undefined;
  /** What EKS says is wrong, if anything. */
  issues?(): string | undefined;
}

/** @returns what went wrong, in the provider's words; undefined when the wanted status was reached. */
export function failureToReach<Status extends string>(
  { cloud, timeoutMs }: ResourceContext,
  waiting: Waiting<Status>,
): string | undefined {
  const limit = timeoutMs ?? waiting.timeoutMs;
  const isPending = () => waiting.pending.some((status) => status === waiting.status());
  const isInTime = cloud.clock.waitUntil(() => !isPending(), limit);
  const status = waiting.status();
  if (status === waiting.wanted) return undefined;
  const issues = waiting.issues?.();
  const last = issues === undefined ? "" : `. last error: ${issues}`;
  const shown = status ?? "";
  return isInTime
    ? `waiting for ${waiting.what}: unexpected state '${shown}', wanted target '${waiting.wanted}'${last}`
    : `waiting for ${waiting.what}: timeout while waiting for state to become '${waiting.wanted}' (last state: '${shown}', timeout: ${duration(limit)})${issues === undefined ? "" : `: ${issues}`}`;
}

/** Waits until something is gone. @throws Error in the provider's words when it stays. */
export function waitUntilGone(
  { cloud, timeoutMs }: ResourceContext,
  what: string,
  defaultTimeoutMs: number,
  status: () => string | undefined,
): void {
  const limit = timeoutMs ?? defaultTimeoutMs;
  if (cloud.clock.waitUntil(() => status() === undefined, limit)) return;
  throw new Error(
    `waiting for ${what}: timeout while waiting for resource to be gone (last state: '${status()}', timeout: ${duration(limit)})`,
  );
}

/** As Go prints a duration: `20m0s`, `1h0m0s`. */
function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
  return hours > 0 ? `${hours}h${rest}` : rest;
}
