import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { shown } from "./shown.ts";

/** How a toleration compares values. */
export const TOLERATION_OPERATORS = ["Equal", "Exists"] as const;

/** What a taint does to pods, in the words of Kubernetes. */
export const TAINT_EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

/**
 * Lets pods run on nodes with a matching taint, as Kubernetes has it.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface Toleration {
  /** @default - every key; only with the operator `Exists` */
  readonly key?: string;
  /**
   * `Equal` wants the taint's value, `Exists` takes any.
   * @default "Equal"
   */
  readonly operator?: (typeof TOLERATION_OPERATORS)[number];
  /** @default "" */
  readonly value?: string;
  /** @default - every effect */
  readonly effect?: (typeof TAINT_EFFECTS)[number];
}

/** A taint as node groups have it. */
interface NodeGroupTaint {
  readonly key: string;
  readonly value?: pulumi.Input<string>;
  readonly effect: "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
}

const EFFECTS = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
} as const;

/** Notes what the API server would refuse of a toleration. */
export function checkToleration(check: ArgsCheck<Toleration>): void {
  const { key, operator = "Equal", value } = check.args;
  check.oneOf("operator", TOLERATION_OPERATORS);
  check.oneOf("effect", TAINT_EFFECTS);
  if (key === undefined && operator === "Equal") {
    check.addAt(
      check.place,
      'has no key, which is for the operator Exists; give a key, or operator "Exists"',
    );
  }
  if (operator === "Exists" && value !== undefined) {
    check.add("value", `is ${shown(value)} beside the operator Exists, which takes any value; leave it out`);
  }
}

/** Whether pods with these tolerations may be scheduled to nodes with these taints. Values known only later match. */
export function tolerates(tolerations: readonly Toleration[], taints: readonly NodeGroupTaint[]): boolean {
  return taints.every(
    (taint) => taint.effect === "PREFER_NO_SCHEDULE" || tolerations.some((one) => matches(one, taint)),
  );
}

function matches({ key, operator, value = "", effect }: Toleration, taint: NodeGroupTaint): boolean {
  if (effect !== undefined && effect !== EFFECTS[taint.effect]) return false;
  if (key !== undefined && key !== taint.key) return false;
  const given = taint.value ?? "";
  return operator === "Exists" || typeof given !== "string" || given === value;
}
