/**
 * What becomes of a recommendation: it is held against those before it, and against how fast the number of replicas may
 * change. normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors in pkg/controller/podautoscaler/horizontal.go
 * of kubernetes.
 */
import type { HorizontalPodAutoscaler, ScalingRules } from "../../objects.ts";

/** The controller's --horizontal-pod-autoscaler-downscale-stabilization. */
const SCALE_DOWN_WINDOW_SECONDS = 300;

/** A condition's reason and message. */
export interface Words {
  readonly reason: string;
  readonly message: string;
}

export interface Decision {
  readonly replicas: number;
  readonly ableToScale: Words;
  readonly limited: boolean;
  readonly scalingLimited: Words;
}

const READY: Words = { reason: "ReadyForNewScale", message: "recommended size matches current size" };
const UP_STABILIZED: Words = {
  reason: "ScaleUpStabilized",
  message: "recent recommendations were lower than current one, applying the lowest recent recommendation",
};
const DOWN_STABILIZED: Words = {
  reason: "ScaleDownStabilized",
  message: "recent recommendations were higher than current one, applying the highest recent recommendation",
};
const WITHIN_RANGE: Words = {
  reason: "DesiredWithinRange",
  message: "the desired count is within the acceptable range",
};
const TOO_MANY: Words = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const TOO_FEW: Words = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};
const TOO_FAST_UP: Words = {
  reason: "ScaleUpLimit",
  message: "the desired replica count is increasing faster than the maximum scale rate",
};
const TOO_FAST_DOWN: Words = {
  reason: "ScaleDownLimit",
  message: "the desired replica count is decreasing faster than the maximum scale rate",
};

/** A number at a time in milliseconds. */
interface Entry {
  readonly replicas: number;
  readonly at: number;
}

/** What the controller remembers of one autoscaler, as long as it runs. */
export class ScalingHistory {
  #recommended: Entry[];
  /** Pods added, and taken away, by each change. */
  #added: Entry[] = [];
  #removed: Entry[] = [];

  constructor(replicas: number, now: number) {
    this.#recommended = [{ replicas, at: now }];
  }

  decide(spec: HorizontalPodAutoscaler["spec"], present: number, recommended: number, now: number): Decision {
    const { behavior } = spec;
    const stabilized = this.#stabilize(behavior, present, recommended, now);
    const stabilization = recommended >= present && behavior !== undefined ? UP_STABILIZED : DOWN_STABILIZED;
    const bounds = behavior === undefined ? plainBounds(spec, present) : this.#bounds(spec, present, now);
    const { replicas, words } = bounded(stabilized, bounds);
    return {
      replicas,
      ableToScale: stabilized === recommended ? READY : stabilization,
      limited: replicas !== stabilized,
      scalingLimited: words,
    };
  }

  /** Notes that the number of replicas was changed. */
  rescaled(from: number, to: number, now: number): void {
    if (to > from) this.#added.push({ replicas: to - from, at: now });
    else this.#removed.push({ replicas: from - to, at: now });
  }

  /** Without rules of its own an autoscaler goes up at once. */
  #stabilize(behavior: Behavior | undefined, present: number, recommended: number, now: number): number {
    const up = (behavior?.scaleUp.stabilizationWindowSeconds ?? 0) * 1000;
    const down = (behavior?.scaleDown.stabilizationWindowSeconds ?? SCALE_DOWN_WINDOW_SECONDS) * 1000;
    const within = (ms: number): number[] =>
      this.#recommended.filter(({ at }) => at > now - ms).map(({ replicas }) => replicas);
    const lowest = Math.min(recommended, ...within(up));
    const highest = Math.max(recommended, ...within(down));
    this.#recommended = this.#recommended.filter(({ at }) => at >= now - Math.max(up, down));
    this.#recommended.push({ replicas: recommended, at: now });
    return behavior === undefined ? highest : Math.min(Math.max(present, lowest), highest);
  }

  #bounds(spec: HorizontalPodAutoscaler["spec"], present: number, now: number): Bounds {
    const { scaleUp, scaleDown } = spec.behavior!;
    const changed = (entries: readonly Entry[], seconds: number): number =>
      entries
        .filter(({ at }) => at > now - seconds * 1000)
        .reduce((total, { replicas }) => total + replicas, 0);
    const before = (seconds: number): number =>
      present - changed(this.#added, seconds) + changed(this.#removed, seconds);
    const most = Math.max(present, scaleUpLimit(scaleUp, present, before));
    const least = Math.min(present, scaleDownLimit(scaleDown, present, before));
    return {
      most:
        spec.maxReplicas > most
          ? { at: most, words: TOO_FAST_UP }
          : { at: spec.maxReplicas, words: TOO_MANY },
      least:
        spec.minReplicas < least
          ? { at: least, words: TOO_FAST_DOWN }
          : { at: spec.minReplicas, words: TOO_FEW },
    };
  }
}

type Behavior = NonNullable<HorizontalPodAutoscaler["spec"]["behavior"]>;

interface Bounds {
  readonly most: { readonly at: number; readonly words: Words };
  readonly least: { readonly at: number; readonly words: Words };
}

/** Twice as many pods, or four. */
function plainBounds({ minReplicas, maxReplicas }: HorizontalPodAutoscaler["spec"], present: number): Bounds {
  const most = Math.max(2 * present, 4);
  return {
    most: maxReplicas > most ? { at: most, words: TOO_FAST_UP } : { at: maxReplicas, words: TOO_MANY },
    least: { at: minReplicas, words: TOO_FEW },
  };
}

function bounded(replicas: number, { most, least }: Bounds): { replicas: number; words: Words } {
  if (replicas < least.at) return { replicas: least.at, words: least.words };
  if (replicas > most.at) return { replicas: most.at, words: most.words };
  return { replicas, words: WITHIN_RANGE };
}

/** @param before how many replicas there were so many seconds ago. */
type Before = (seconds: number) => number;

function scaleUpLimit({ selectPolicy, policies }: ScalingRules, present: number, before: Before): number {
  if (selectPolicy === "Disabled") return present;
  const limits = policies.map(({ type, value, periodSeconds }) =>
    type === "Pods" ? before(periodSeconds) + value : Math.ceil(before(periodSeconds) * (1 + value / 100)),
  );
  return selectPolicy === "Min" ? Math.min(...limits) : Math.max(...limits);
}

function scaleDownLimit({ selectPolicy, policies }: ScalingRules, present: number, before: Before): number {
  if (selectPolicy === "Disabled") return present;
  const limits = policies.map(({ type, value, periodSeconds }) =>
    type === "Pods" ? before(periodSeconds) - value : Math.trunc(before(periodSeconds) * (1 - value / 100)),
  );
  return selectPolicy === "Min" ? Math.max(...limits) : Math.min(...limits);
}
