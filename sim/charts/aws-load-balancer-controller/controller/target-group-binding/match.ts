import { endpointKey, type Endpoint } from "./endpoints.ts";
import { targetKey, type Target } from "./targets.ts";

/** What is to stay, to come and to go. */
export interface TargetMatches<E extends Endpoint> {
  readonly matched: readonly { readonly endpoint: E; readonly target: Target }[];
  /** To register. */
  readonly missing: readonly E[];
  /** To deregister, where this cluster may. */
  readonly superfluous: readonly Target[];
}

/** Pairs endpoints and targets of the same address and port; each list in the order of these. */
export function matchTargets<E extends Endpoint>(
  endpoints: readonly E[],
  targets: readonly Target[],
): TargetMatches<E> {
  const wanted = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const present = new Map(targets.map((target) => [targetKey(target), target]));
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    matched: sorted(wanted).flatMap(([key, endpoint]) => {
      const target = present.get(key);
      return target === undefined ? [] : [{ endpoint, target }];
    }),
    missing: sorted(wanted).flatMap(([key, endpoint]) => (present.has(key) ? [] : [endpoint])),
    superfluous: sorted(present).flatMap(([key, target]) => (wanted.has(key) ? [] : [target])),
  };
}
