/** How the provider waits for EKS, in its own words (terraform-provider-aws/internal/service/eks, helper/retry). */
import type { ResourceContext } from "../../../core/resource-type.ts";
import { MINUTE_MS } from "../../kind/waiting.ts";
import { withId, type EksKind } from "../kind.ts";

interface Changing {
  readonly status: string;
  tags: Record<string, string>;
}

/** Something of EKS that takes its time. */
interface Waiting<R extends Changing> {
  /** What is done to it: `create`. */
  readonly verb: string;
  /** Statuses on the way to ACTIVE; any other is a failure. */
  readonly pending: readonly R["status"][];
  readonly minutes: number;
  /** What EKS says is wrong with it. */
  issues?(record: R): string;
}

/** @returns what went wrong, in the provider's words; undefined when it is active. */
export function failureToBecomeActive<R extends Changing>(
  { cloud, timeoutMs }: ResourceContext,
  kind: EksKind<never, R>,
  id: string,
  { verb, pending, minutes, issues }: Waiting<R>,
): string | undefined {
  const limit = timeoutMs ?? minutes * MINUTE_MS;
  const status = () => withId(kind, cloud, id)?.status ?? "";
  const isInTime = cloud.clock.waitUntil(() => !pending.includes(status()), limit);
  if (status() === "ACTIVE") return undefined;
  const record = withId(kind, cloud, id);
  const last = record && issues?.(record);
  const what = `waiting for ${kind.title} (${id}) ${verb}`;
  return isInTime
    ? `${what}: unexpected state '${status()}', wanted target 'ACTIVE'${last === undefined ? "" : `. last error: ${last}`}`
    : `${what}: timeout while waiting for state to become 'ACTIVE' (last state: '${status()}', timeout: ${duration(limit)})${last === undefined ? "" : `: ${last}`}`;
}

/** Waits until something is gone. @throws Error in the provider's words when it stays. */
export function waitUntilGone<R extends Changing>(
  { cloud, timeoutMs }: ResourceContext,
  kind: EksKind<never, R>,
  id: string,
  minutes: number,
): void {
  const limit = timeoutMs ?? minutes * MINUTE_MS;
  const status = () => withId(kind, cloud, id)?.status;
  if (cloud.clock.waitUntil(() => status() === undefined, limit)) return;
  throw new Error(
    `waiting for ${kind.title} (${id}) delete: timeout while waiting for resource to be gone (last state: '${status()}', timeout: ${duration(limit)})`,
  );
}

/** As Go prints a duration: `20m0s`, `1h0m0s`. */
function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
  return hours > 0 ? `${hours}h${rest}` : rest;
}
