import type { Scene } from "./scene.ts";

/** One well-known failure, played in the simulated cloud: why it happens, how it shows, what helps. */
export interface Drill {
  /** Name for `--drill`. */
  readonly name: string;
  /** One line for `--drill list`. */
  readonly summary: string;
  /** What is wrong, and why the program as it stands does not do it. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Plays it, and tells what was seen. */
  play(scene: Scene): Promise<DrillOutcome>;
}

export interface DrillOutcome {
  /** What one sees: events, states and messages, word for word as the cloud gave them. */
  readonly symptoms: readonly Symptom[];
  /** What was seen after the remedy was applied, where the drill applies it. */
  readonly afterRemedy?: readonly Symptom[];
}

export interface Symptom {
  /** Where it shows, e.g. `cluster myeks, TargetGroupBinding/k8s-…`. */
  readonly where: string;
  readonly what: string;
}
