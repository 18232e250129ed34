import { defined } from "../../core/defined.ts";
import type { Child, Expansion, Properties } from "../../core/resource-type.ts";

/** Access entries with their policy associations, from the component's `accessEntries` by name. */
export function createAccessEntries(
  expansion: Expansion,
  name: string,
  cluster: Child,
  entries: Readonly<Record<string, Properties>>,
): Child[] {
  const clusterName = cluster.output("name");
  return Object.entries(entries).map(([key, { username, accessPolicies, ...entry }]) => {
    const child = expansion.resource(
      "aws:eks/accessEntry:AccessEntry",
      `${name}-${key}`,
      defined({ ...entry, clusterName, userName: username }),
      { dependsOn: [cluster] },
    );
    for (const [policy, association] of Object.entries((accessPolicies ?? {}) as Properties)) {
      expansion.resource(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        `${name}-${key}-${policy}`,
        {
          accessScope: expansion.follow(association, "accessScope"),
          clusterName,
          policyArn: expansion.follow(association, "policyArn"),
          principalArn: entry.principalArn,
        },
        { parent: child, dependsOn: [child] },
      );
    }
    return child;
  });
}
