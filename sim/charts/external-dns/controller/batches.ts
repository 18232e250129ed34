/** Changes in requests that Route 53 takes: provider/aws/aws.go of ExternalDNS. */
import type { Endpoint } from "./endpoint.ts";

/** At most so much goes in one request: flags aws-batch-change-size, -values and -bytes by default, and Route 53's own limits. */
const BATCH = { changes: 1000, values: 1000, bytes: 32_000 } as const;

type Action = "UPSERT" | "DELETE" | "CREATE";

/** A change of a record or of its TXT record. */
export interface Change {
  readonly action: Action;
  readonly endpoint: Endpoint;
  /** The record that this belongs to: what belongs together is sent together. */
  readonly of: string;
}

/** What belongs together, in the order of names. */
export function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  return [...Map.groupBy(changes, ({ of }) => of)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group);
}

/** Changes as requests take them: what belongs together is in one. */
export function batchesOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  if (changes.length === 0) return [];
  if (fits(changes)) return [sorted(changes)];
  const batches: Change[][] = [[]];
  for (const group of groupsOf(changes)) {
    const last = batches.at(-1)!;
    if (fits([...last, ...group])) last.push(...group);
    else batches.push([...group]);
  }
  return batches.map(sorted);
}

function fits(changes: readonly Change[]): boolean {
  const values = changes.flatMap(valuesOf);
  const bytes = values.join("").length;
  return changes.length <= BATCH.changes && values.length <= BATCH.values && bytes <= BATCH.bytes;
}

/** Route 53 counts what is to be in the zone afterwards twice where it may be there already. */
function valuesOf({ action, endpoint: { targets } }: Change): readonly string[] {
  return action === "UPSERT" ? [...targets, ...targets] : targets;
}

function sorted(changes: readonly Change[]): readonly Change[] {
  const keys = ({ endpoint }: Change) => `${endpoint.name} ${endpoint.type}`;
  return changes.toSorted((a, b) => {
    if (a.action !== b.action) return a.action > b.action ? -1 : 1;
    return keys(a) < keys(b) ? -1 : 1;
  });
}
