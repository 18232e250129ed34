import type * as kubernetes from "@pulumi/kubernetes";
import { defined } from "../defined.ts";
import type { ResolvedServingArgs } from "./serving-args.ts";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;

/** Name of the port on which pods serve. */
export const SERVING_PORT = "http";

/** Seconds for a server to end once its last request is answered. */
const EXIT_SECONDS = 5;

type ServingPod = Required<Pick<PodSpec, "terminationGracePeriodSeconds" | "topologySpreadConstraints">> &
  Pick<PodSpec, "tolerations">;

/** How pods that serve behind a load balancer are spread, and what time they have to end. */
export function servingPod(args: ResolvedServingArgs): ServingPod {
  const { labels, tolerations, preStopSeconds, drainSeconds } = args;
  return {
    // The time of the preStop hook counts.
    terminationGracePeriodSeconds: preStopSeconds + drainSeconds + EXIT_SECONDS,
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: labels },
        // Pods of one rollout are spread by themselves, whatever the one before it left where.
        matchLabelKeys: ["pod-template-hash"],
      }),
    ),
    ...defined({ tolerations: tolerations.length > 0 ? tolerations.map((one) => ({ ...one })) : undefined }),
  };
}

/** Time for the load balancer to hear that no new requests must go to a container that stops. */
export function servingContainer({
  preStopSeconds,
}: ResolvedServingArgs): Pick<kubernetes.types.input.core.v1.Container, "lifecycle"> {
  return preStopSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } } : {};
}
