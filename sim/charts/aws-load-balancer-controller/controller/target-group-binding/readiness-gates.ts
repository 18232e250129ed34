import type { TargetHealth } from "../../../../aws/elbv2/shapes.ts";
import type { Clock } from "../../../../core/clock.ts";
import type { Condition, Pod } from "../../../../kubernetes/objects.ts";
import { findCondition } from "../../../../kubernetes/pods.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { POD, type TargetGroupBinding } from "../kubernetes/objects.ts";

/** Prefix of the condition types of gates, today and in the controller's first version. */
export const GATE_PREFIX = "target-health.elbv2.k8s.aws";
export const LEGACY_GATE_PREFIX = "target-health.alb.ingress.k8s.aws";

/** What a target that was just registered is said to be. */
export const REGISTERING: TargetHealth = {
  State: "initial",
  Reason: "Elb.RegistrationInProgress",
  Description: "Target registration is in progress",
};

/** Condition type of the gate that waits for a pod's target in the binding's target group. */
export function gateOf(binding: TargetGroupBinding): string {
  return `${GATE_PREFIX}/${binding.metadata.name}`;
}

/** Whether a pod waits for a gate. */
export function hasGate(pod: Pod, gate: string): boolean {
  return pod.spec.readinessGates?.some(({ conditionType }) => conditionType === gate) ?? false;
}

/** Whether the gate of a pod is closed with this health of its target. */
export function isClosed(pod: Pod, gate: string, health: TargetHealth | undefined): boolean {
  return hasGate(pod, gate) && health?.State !== "healthy";
}

/** Writes readiness gate conditions to pods. Facts: pkg/targetgroupbinding/resource_manager.go. */
export class ReadinessGates {
  readonly #api: KubernetesApi;
  readonly #reader: KubeReader;
  readonly #clock: Clock;

  constructor(api: KubernetesApi, reader: KubeReader, clock: Clock) {
    this.#api = api;
    this.#reader = reader;
    this.#clock = clock;
  }

  /** Sets a pod's gate by its target's health. @returns whether it must be looked at again. */
  update(pod: Pod, gate: string, health: TargetHealth | undefined): boolean {
    if (!hasGate(pod, gate)) return false;
    const closed = isClosed(pod, gate, health);
    const status = health === undefined ? "Unknown" : closed ? "False" : "True";
    this.#write(pod, {
      type: gate,
      status,
      reason: health?.Reason ?? "",
      message: health?.Description ?? "",
    });
    return closed;
  }

  /** Opens the gate of every pod that waits for a binding which goes. */
  open(binding: TargetGroupBinding): void {
    const gate = gateOf(binding);
    const { namespace } = binding.metadata;
    for (const pod of this.#reader.list(POD, namespace === undefined ? {} : { namespace })) {
      this.update(pod, gate, { State: "healthy", Description: "Target Group Binding is deleted" });
    }
  }

  #write(pod: Pod, wanted: GateCondition): void {
    const { namespace, name, uid } = pod.metadata;
    const current = this.#reader.find(POD, namespace, name);
    if (current === undefined || current.metadata.uid !== uid) return;
    const { conditions = [] } = current.status;
    const present = findCondition(conditions, wanted.type);
    const { type, status, reason, message } = wanted;
    if (
      present?.status === status &&
      (present.reason ?? "") === reason &&
      (present.message ?? "") === message
    ) {
      return;
    }
    const since = present?.status === status ? present.lastTransitionTime : undefined;
    const condition: Condition = {
      type,
      status,
      lastTransitionTime: since ?? this.#clock.timestamp(),
      ...(reason !== "" && { reason }),
      ...(message !== "" && { message }),
    };
    const changed =
      present === undefined
        ? [condition, ...conditions]
        : conditions.map((other) => (other === present ? condition : other));
    this.#api.patch(POD, namespace, name, { status: { conditions: changed } }, "status");
  }
}

type GateCondition = Required<Pick<Condition, "type" | "status" | "reason" | "message">>;
