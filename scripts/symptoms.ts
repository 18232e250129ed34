import type { DrillOutcome } from "../fleet/local/drills/drill.ts";
import type { Symptom } from "../fleet/local/drills/symptom.ts";

/** How many moments of a drill are shown; further ones say much the same. */
const MOST_MOMENTS = 4;

/** How many messages of a moment are shown. */
const MOST_MESSAGES = 5;

/** What differs from run to run and from cluster to cluster. */
const PARTICULARS: readonly RegExp[] = [
  // Pulumi's sentence around the cause.
  /resource "urn:[^"]+" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: /g,
  // Pods, and the end of a Deployment's ReplicaSets.
  /(?<=\b(?:deployment-2048|aws-load-balancer-controller)-)[a-z0-9]{8,10}(?:-[a-z0-9]{5})?/g,
  // UUIDs, ids of AWS, account numbers, hashes, session names: hexadecimal, with a digit.
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  /\b(?=[a-f]*\d)[0-9a-f]{7,64}\b/g,
  // Times.
  /\b\d{4}-\d{2}-\d{2}T[\d:]+Z/g,
];

/** What one sees in a drill, for a reader who has other ids: without what is particular, and nothing twice. */
export function shownSymptoms({ moments }: DrillOutcome): string {
  return moments
    .slice(0, MOST_MOMENTS)
    .map(({ when, symptoms }) => [`${when}:`, ...shownOf(symptoms)].join("\n"))
    .join("\n\n");
}

function shownOf(symptoms: readonly Symptom[]): string[] {
  const shown = symptoms.map(({ where, what }) => {
    const lines = new Set(general(what).split("\n"));
    return [`  ${general(where)}`, ...[...lines].map((line) => `    ${line}`)].join("\n");
  });
  return [...new Set(shown)].slice(0, MOST_MESSAGES);
}

function general(message: string): string {
  return PARTICULARS.reduce((text, particular) => text.replaceAll(particular, "…"), message);
}
