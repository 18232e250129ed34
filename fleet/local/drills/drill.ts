import type { Scene } from "./scene.ts";
import type { Symptom } from "./symptom.ts";

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
  /** What one sees, moment by moment. */
  readonly moments: readonly Moment[];
  /** What was seen when the remedy was applied. */
  readonly afterRemedy: readonly Moment[];
}

/** What one sees at one moment: events, states and messages, word for word as the cloud gave them. */
export interface Moment {
  /** e.g. `cluster2 joined without the flag` */
  readonly when: string;
  readonly symptoms: readonly Symptom[];
}
