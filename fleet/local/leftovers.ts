import type { Cloud } from "../../sim/cloud.ts";
import { Table } from "../../sim/core/table.ts";

/**
 * What is still there in an account that should be empty: `ec2/securityGroups/sg-0123`. What AWS itself puts into an
 * account, and nobody can delete or pays for, does not count.
 */
export function findLeftovers(cloud: Cloud): string[] {
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
