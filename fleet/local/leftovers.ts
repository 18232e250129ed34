import type { Cloud } from "../../sim/core/cloud.ts";
import { contentsOf } from "../../sim/world.ts";

/** How long EC2 still shows instances that are terminated; nobody pays for them. */
const TERMINATED_SHOWN_MS = 60 * 60_000;

/**
 * What is still there in an account that should be as it was: `ec2/securityGroups/sg-0123`.
 *
 * @param before what was there before the first stack, see {@link contentsOf}.
 */
export function findLeftovers(cloud: Cloud, before: readonly string[] = []): string[] {
  cloud.clock.advance(TERMINATED_SHOWN_MS);
  return contentsOf(cloud).filter((entry) => !before.includes(entry));
}
