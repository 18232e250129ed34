import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { createObject } from "./child.ts";
import type { KeyOf } from "./problem.ts";
import { shown } from "./shown.ts";
import type { ObjectTransform } from "./transform.ts";

/** How many pods voluntary disruptions must leave, or may take: a number or a percentage such as `50%`. */
export type DisruptionBudget =
  { readonly minAvailable: number | string } | { readonly maxUnavailable: number | string };

/**
 * Notes a budget that Kubernetes would refuse, or that no node could ever be drained under.
 *
 * @param replicas pods that the budget covers; undefined if somebody else decides on them.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function checkDisruptionBudget(
  check: ArgsCheck<DisruptionBudget> | undefined,
  replicas: number | undefined,
): void {
  if (check === undefined) return;
  for (const [field, value] of Object.entries(check.args) as [Field, number | string][]) {
    const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
    const isShare = typeof value === "string" && /^(100|[1-9]?\d)%$/.test(value);
    if (!isCount && !isShare) {
      check.add(field, `is ${shown(value)}; use a whole number or a percentage such as "50%"`);
    } else if (allowsNone(field, value, replicas)) {
      check.add(field, neverAllows(field, value, replicas));
    }
  }
  if ("minAvailable" in check.args && "maxUnavailable" in check.args) {
    check.addAt(check.place, "has both minAvailable and maxUnavailable; leave one of them out");
  }
}

type Field = KeyOf<DisruptionBudget>;

/** Whether a budget never lets a pod go. Kubernetes rounds percentages up, of what must stay and of what may go. */
function allowsNone(field: Field, value: number | string, replicas: number | undefined): boolean {
  const share = typeof value === "string" ? Number.parseInt(value, 10) / 100 : undefined;
  if (field === "maxUnavailable") return value === 0 || share === 0;
  if (share === 1) return replicas !== 0;
  if (replicas === undefined || replicas === 0) return false;
  return (share === undefined ? Number(value) : Math.ceil(replicas * share)) >= replicas;
}

/** EKS gives up on a node group's update when a pod cannot be evicted for a quarter of an hour. */
function neverAllows(field: Field, value: number | string, replicas: number | undefined): string {
  const pods = replicas === undefined ? "the pods" : replicas === 1 ? "the one pod" : `the ${replicas} pods`;
  const remedy = field === "maxUnavailable" ? "use 1 or more" : "lower it, or use maxUnavailable";
  return `is ${shown(value)}, which never lets ${pods} go, so that their nodes cannot be drained; ${remedy}`;
}

/** A PodDisruptionBudget for the pods that bear `labels`. */
export function createDisruptionBudget(
  parent: pulumi.Resource,
  name: string,
  args: {
    readonly budget: DisruptionBudget;
    readonly namespace: pulumi.Input<string>;
    readonly budgetName: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly transform: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget> | undefined;
  },
): kubernetes.policy.v1.PodDisruptionBudget {
  return createObject(kubernetes.policy.v1.PodDisruptionBudget, `${name}-disruption-budget`, {
    args: {
      metadata: { name: args.budgetName, namespace: args.namespace },
      spec: {
        ...args.budget,
        selector: { matchLabels: args.labels },
        // Ready means healthy behind the load balancer. Pods that serve nobody anyway must not keep a node from being
        // drained: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    },
    opts: { parent },
    transform: args.transform,
  });
}
