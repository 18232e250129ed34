import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { transformedObject, type ObjectTransform } from "./transform.ts";
import { shown } from "./shown.ts";

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
  check: ArgsCheck,
  path: string,
  budget: DisruptionBudget,
  replicas: number | undefined,
): void {
  for (const [field, value] of Object.entries(budget) as [string, number | string][]) {
    const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
    const isShare = typeof value === "string" && /^(100|[1-9]?\d)%$/.test(value);
    if (!isCount && !isShare) {
      check.add(`${path}.${field}`, `is ${shown(value)}; use a whole number or a percentage such as "50%"`);
    } else if (allowsNone(field, value, replicas)) {
      check.add(`${path}.${field}`, neverAllows(field, value, replicas));
    }
  }
  if ("minAvailable" in budget && "maxUnavailable" in budget) {
    check.add(path, "has both minAvailable and maxUnavailable; leave one of them out");
  }
}

/** Whether a budget never lets a pod go. Kubernetes rounds percentages up, of what must stay and of what may go. */
function allowsNone(field: string, value: number | string, replicas: number | undefined): boolean {
  const share = typeof value === "string" ? Number.parseInt(value, 10) / 100 : undefined;
  if (field === "maxUnavailable") return value === 0 || share === 0;
  if (share === 1) return replicas !== 0;
  if (replicas === undefined || replicas === 0) return false;
  return (share === undefined ? Number(value) : Math.ceil(replicas * share)) >= replicas;
}

/** EKS gives up on a node group's update when a pod cannot be evicted for a quarter of an hour. */
function neverAllows(field: string, value: number | string, replicas: number | undefined): string {
  const pods = replicas === undefined ? "the pods" : replicas === 1 ? "the one pod" : `the ${replicas} pods`;
  const remedy = field === "maxUnavailable" ? "use 1 or more" : "lower it, or use maxUnavailable";
  return `is ${shown(value)}, which never lets ${pods} go, so that their nodes cannot be drained; ${remedy}`;
}

/** A PodDisruptionBudget for the pods that bear `labels`. */
export function createDisruptionBudget(
  name: string,
  args: {
    readonly budget: DisruptionBudget;
    readonly namespace: pulumi.Input<string>;
    readonly budgetName: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly transform: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget> | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): kubernetes.policy.v1.PodDisruptionBudget {
  return new kubernetes.policy.v1.PodDisruptionBudget(
    name,
    transformedObject<kubernetes.types.input.policy.v1.PodDisruptionBudget>(
      args.transform,
      {
        metadata: { name: args.budgetName, namespace: args.namespace },
        spec: {
          ...args.budget,
          selector: { matchLabels: args.labels },
          // Ready means healthy behind the load balancer. Pods that serve nobody anyway must not keep a node from being
          // drained: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
      name,
    ),
    opts,
  );
}
