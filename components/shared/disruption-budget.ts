import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { transformed, type Transform } from "./transform.ts";

/** How many pods voluntary disruptions must leave, or may take: a number or a percentage such as `50%`. */
export type DisruptionBudget =
  { readonly minAvailable: number | string } | { readonly maxUnavailable: number | string };

/** https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export function checkDisruptionBudget(
  check: ArgsCheck,
  path: string,
  budget: DisruptionBudget | undefined,
): void {
  if (budget === undefined) return;
  for (const [field, value] of Object.entries(budget) as [string, number | string][]) {
    const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
    const isShare = typeof value === "string" && /^(100|[1-9]?\d)%$/.test(value);
    if (!isCount && !isShare) {
      check.add(
        `${path}.${field}`,
        `is ${JSON.stringify(value)}; use a whole number or a percentage such as "50%"`,
      );
    }
  }
  if ("minAvailable" in budget && "maxUnavailable" in budget) {
    check.add(path, "has both minAvailable and maxUnavailable; leave one of them out");
  }
}

/** A PodDisruptionBudget for the pods that bear `labels`. */
export function createDisruptionBudget(
  name: string,
  args: {
    readonly budget: DisruptionBudget;
    readonly namespace: pulumi.Input<string>;
    readonly budgetName: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly transform: Transform<kubernetes.types.input.policy.v1.PodDisruptionBudget> | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): kubernetes.policy.v1.PodDisruptionBudget {
  return new kubernetes.policy.v1.PodDisruptionBudget(
    name,
    transformed<kubernetes.types.input.policy.v1.PodDisruptionBudget>(
      args.transform,
      {
        metadata: { name: args.budgetName, namespace: args.namespace },
        spec: { ...args.budget, selector: { matchLabels: args.labels } },
      },
      name,
    ),
    opts,
  );
}
