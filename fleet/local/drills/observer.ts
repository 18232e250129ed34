import { noteRegistrations } from "./actions.ts";
import type { Moment } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

/**
 * Tells who registered and deregistered targets since it was asked last, and what targets there are.
 *
 * @param further tells what else there is to see.
 */
export function observer(
  stage: Stage,
  further: (stage: Stage) => readonly Symptom[] = () => [],
): (when: string) => Moment {
  const registrations = noteRegistrations(stage);
  return (when) => ({ when, symptoms: [...registrations(), ...targetSymptoms(stage), ...further(stage)] });
}
