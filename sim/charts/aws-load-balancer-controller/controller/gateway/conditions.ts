import type { Clock } from "../../../../core/clock.ts";
import type { GatewayCondition } from "../kubernetes/gateway-objects.ts";

/** The conditions with one of them changed or added; undefined: nothing to change. */
export function withCondition(
  present: readonly GatewayCondition[],
  clock: Clock,
  wanted: GatewayCondition,
): readonly GatewayCondition[] | undefined {
  const before = present.find(({ type }) => type === wanted.type);
  if (before !== undefined && sameCondition(before, wanted)) return undefined;
  const changed = { ...wanted, lastTransitionTime: clock.timestamp() };
  return before === undefined
    ? [...present, changed]
    : present.map((condition) => (condition === before ? changed : condition));
}

/** Whether two conditions say the same, apart from when. */
export function sameCondition(a: GatewayCondition, b: GatewayCondition): boolean {
  return (
    a.type === b.type &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.observedGeneration === b.observedGeneration
  );
}
