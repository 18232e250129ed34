import type * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import type { AccessEntry } from "./args.ts";

type AccessEntryArgs = eks.types.input.AccessEntryArgs;

/** The entries as the eks component takes them; it names its resources after their keys. */
export function accessEntries(
  entries: readonly AccessEntry[],
  partition: pulumi.Output<string>,
): Record<string, AccessEntryArgs> {
  return Object.fromEntries(entries.map((entry) => [accessEntryKey(entry), accessEntry(entry, partition)]));
}

/** What distinguishes an entry from the others of its cluster: `role-developers` of a role's ARN. */
export function accessEntryKey({ principalArn }: AccessEntry): string {
  return principalArn.slice(principalArn.lastIndexOf(":") + 1).replaceAll("/", "-");
}

function accessEntry(entry: AccessEntry, partition: pulumi.Output<string>): AccessEntryArgs {
  return {
    principalArn: entry.principalArn,
    kubernetesGroups: [...(entry.kubernetesGroups ?? [])],
    accessPolicies: Object.fromEntries(
      (entry.policies ?? []).map(({ policy, namespaces }) => [
        policy,
        {
          policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/${policy}`,
          accessScope: namespaces ? { type: "namespace", namespaces: [...namespaces] } : { type: "cluster" },
        },
      ]),
    ),
  };
}
