/** What is to be done about the records that are there: plan/ of ExternalDNS. */
import { isDeepStrictEqual } from "node:util";
import { endpointText, type Endpoint } from "./endpoint.ts";
import type { Flags } from "./flags.ts";

export interface Plan {
  readonly create: readonly Endpoint[];
  readonly update: readonly Endpoint[];
  readonly delete: readonly Endpoint[];
}

/** @param say told of records that somebody else has made. */
export function planChanges(
  flags: Flags,
  present: readonly Endpoint[],
  wanted: readonly Endpoint[],
  say: (message: string) => void,
): Plan {
  const rows = [...Map.groupBy(wanted, rowOf)];
  const there = Map.groupBy(present, rowOf);
  const wantedKeys = new Set(wanted.map(keyOf));
  const updates = rows.flatMap(([row, candidates]) =>
    (there.get(row) ?? []).flatMap((current) => updateOf(current, candidates)),
  );
  const gone = present.filter((record) => !wantedKeys.has(keyOf(record)));
  return {
    delete: flags.policy === "sync" ? ownOf(flags, gone, say) : [],
    create: rows.flatMap(([row, candidates]) => creationsOf(flags, there.get(row) ?? [], candidates)),
    update: ownUpdates(flags, updates, say),
  };
}

/** Weighted records of a name are planned one by one. */
function rowOf({ name, setIdentifier }: Endpoint): string {
  return `${name} ${setIdentifier}`;
}

function keyOf(endpoint: Endpoint): string {
  return `${endpoint.type} ${rowOf(endpoint)}`;
}

/** Types of a free name, or of one of ours, that are not there. Of several resources one has a name. */
function creationsOf(
  { ownerId }: Flags,
  there: readonly Endpoint[],
  candidates: readonly Endpoint[],
): Endpoint[] {
  if (there.some(({ owner }) => owner !== ownerId)) return [];
  const types = [...Map.groupBy(candidates, ({ type }) => type)];
  return types
    .filter(([type]) => !there.some((record) => record.type === type))
    .map(([, ofType]) => ({ ...ofType.toSorted(byTargets)[0]!, owner: ownerId }));
}

interface Update {
  readonly current: Endpoint;
  readonly wanted: Endpoint;
}

/** The resource that has the name keeps it while it wants it. */
function updateOf(current: Endpoint, candidates: readonly Endpoint[]): Update[] {
  const sorted = candidates.filter(({ type }) => type === current.type).toSorted(byTargets);
  const wanted = sorted.find(({ resource }) => resource === current.resource) ?? sorted[0];
  if (wanted === undefined || isAsWanted(current, wanted)) return [];
  return [{ current, wanted: { ...wanted, ...(current.owner !== undefined && { owner: current.owner }) } }];
}

function isAsWanted(current: Endpoint, wanted: Endpoint): boolean {
  return (
    (wanted.ttl === 0 || wanted.ttl === current.ttl) &&
    isDeepStrictEqual(current.targets, wanted.targets) &&
    isDeepStrictEqual(current.properties, wanted.properties)
  );
}

function byTargets({ targets: a }: Endpoint, { targets: b }: Endpoint): number {
  return a.join() < b.join() ? -1 : 1;
}

function ownUpdates(
  flags: Flags,
  updates: readonly Update[],
  say: (message: string) => void,
): readonly Endpoint[] {
  ownOf(
    flags,
    updates.map(({ current }) => current),
    say,
  );
  return ownOf(
    flags,
    updates.map(({ wanted }) => wanted),
    say,
  );
}

function ownOf(
  { ownerId }: Flags,
  endpoints: readonly Endpoint[],
  say: (message: string) => void,
): readonly Endpoint[] {
  const others = endpoints.filter(({ owner }) => owner !== ownerId);
  for (const other of others) {
    const owners = `(found: "${other.owner ?? ""}", required: "${ownerId}")`;
    say(`Skipping endpoint ${endpointText(other)} because owner id does not match ${owners}`);
  }
  return endpoints.filter((endpoint) => !others.includes(endpoint));
}
