import type { Cloud } from "../../sim/cloud.ts";
import { Table } from "../../sim/core/table.ts";

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

/** All that is in an account. */
export function contentsOf(cloud: Cloud): string[] {
  const services = { ec2: cloud.ec2, iam: cloud.iam, eks: cloud.eks, elbv2: cloud.elbv2 };
  return [
    ...Object.entries(services).flatMap(([service, state]) =>
      Object.entries(state).flatMap(([name, table]) =>
        table instanceof Table ? Object.keys(table.toJSON()).map((id) => `${service}/${name}/${id}`) : [],
      ),
    ),
    ...[...cloud.clusters.keys()].map((name) => `kubernetes/${name}`),
  ];
}
