import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../defined.ts";
import type { DisruptionBudget } from "../disruption-budget.ts";
import { listOf } from "../one-or-more.ts";
import type { Toleration } from "../tolerations.ts";

/** What every workload takes whose pods serve behind a load balancer. */
export interface ServingArgs {
  /** Namespace of the app. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the TargetGroupBinding that registers the pods, see {@link MultiClusterIngress.bindingName}; or a list, where
   * several register them. With it an update succeeds only if they are registered and, with readiness gates, healthy;
   * otherwise it tells why, see {@link Rollout}.
   * @default - an update waits for the pods alone
   */
  readonly targetGroupBinding?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /**
   * Selector of the binding's Service, {@link MultiClusterIngress.selector}: `labels` must contain it.
   * @default - not looked at
   */
  readonly serviceSelector?: Readonly<Record<string, string>>;
  /**
   * Name of the Deployment.
   * @default - the component's name
   */
  readonly deploymentName?: string;
  /**
   * Labels of the pods, by which the Service finds them. Other labels replace the Deployment.
   * @default - `app.kubernetes.io/name`: name of the Deployment
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Tolerations of the pods, for nodes with taints.
   * @default []
   * @example [{ key: "dedicated", value: "web", effect: "NoSchedule" }]
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Seconds, from 0 to 300, that a pod goes on serving after it was told to stop: time for the load balancer to hear
   * that no new requests must go there. A node that goes may take the controller's leader with it: another one takes over
   * when its lease has run out, after 15 seconds, and deregisters the pod only then.
   * @default 30
   */
  readonly preStopSeconds?: number;
  /**
   * Seconds, from 0 to 3600, that requests in flight may still take after that: the deregistration delay of the target
   * group.
   * @default 30
   */
  readonly drainSeconds?: number;
  /**
   * How many pods voluntary disruptions (a node being drained) must leave or may take: one at least. Pods that are not
   * ready do not count, so that a node can be drained while the load balancer finds none healthy.
   * @default { maxUnavailable: 1 }
   */
  readonly podDisruptionBudget?: DisruptionBudget;
}

/** Defaults of {@link ServingArgs}. */
export const SERVING_DEFAULTS = {
  preStopSeconds: 30,
  drainSeconds: 30,
  podDisruptionBudget: { maxUnavailable: 1 },
} as const satisfies Partial<ServingArgs>;

type Optional = "targetGroupBinding" | "serviceSelector";

/** {@link ServingArgs} with their defaults. */
export type ResolvedServingArgs = Required<Omit<ServingArgs, Optional>> & Pick<ServingArgs, Optional>;

/**
 * @param name the component's name.
 * @param hasPods without pods there is nothing that could ever be registered.
 */
export function resolveServingArgs(name: string, args: ServingArgs, hasPods: boolean): ResolvedServingArgs {
  const deploymentName = args.deploymentName ?? name;
  const { targetGroupBinding, serviceSelector } = args;
  const isBound = hasPods && targetGroupBinding !== undefined && listOf(targetGroupBinding).length > 0;
  return {
    namespace: args.namespace,
    ...defined({ targetGroupBinding: isBound ? targetGroupBinding : undefined, serviceSelector }),
    deploymentName,
    labels: args.labels ?? { "app.kubernetes.io/name": deploymentName },
    tolerations: args.tolerations ?? [],
    preStopSeconds: args.preStopSeconds ?? SERVING_DEFAULTS.preStopSeconds,
    drainSeconds: args.drainSeconds ?? SERVING_DEFAULTS.drainSeconds,
    podDisruptionBudget: args.podDisruptionBudget ?? SERVING_DEFAULTS.podDisruptionBudget,
  };
}
