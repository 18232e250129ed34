/** Which target of a group gets the next request. */

/** A target that can be chosen. */
export interface Candidate {
  /** `ID:PORT` */
  readonly key: string;
  /** Since when it has been healthy, in milliseconds of virtual time; absent for an unhealthy one. */
  readonly healthySince?: number;
}

/** How a target group is balanced: its attributes. */
export interface BalancingPolicy {
  readonly algorithm: string;
  /** Time over which a newly healthy target's share grows, in milliseconds; 0 for none. */
  readonly slowStartMs: number;
}

/** The smallest share of a target in slow start, of that of the others. */
const SMALLEST_SHARE = 0.1;

/** The memory of one target group: whose turn it is, and how many requests each target is busy with. */
export class TargetGroupBalancer {
  #turn = 0;
  readonly #outstanding = new Map<string, number>();
  readonly #credit = new Map<string, number>();
  #random: () => number;

  /** @param random from 0 to 1, for the algorithm `weighted_random`. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /**
   * Chooses a target; undefined if there is none.
   *
   * @param now virtual time in milliseconds.
   */
  choose<T extends Candidate>(candidates: readonly T[], policy: BalancingPolicy, now: number): T | undefined {
    if (candidates.length <= 1) return candidates[0];
    if (policy.algorithm === "least_outstanding_requests") return this.#leastBusy(candidates);
    if (policy.algorithm === "weighted_random")
      return candidates[Math.floor(this.#random() * candidates.length)];
    if (policy.slowStartMs > 0) return this.#byShare(candidates, policy.slowStartMs, now);
    return candidates[this.#turn++ % candidates.length];
  }

  /** Counts a request that is on its way. @returns what to call when it is done. */
  started(key: string): () => void {
    this.#outstanding.set(key, this.outstanding(key) + 1);
    let done = false;
    return () => {
      if (done) return;
      done = true;
      const left = this.outstanding(key) - 1;
      if (left === 0) this.#outstanding.delete(key);
      else this.#outstanding.set(key, left);
    };
  }

  /** Requests on their way to a target. */
  outstanding(key: string): number {
    return this.#outstanding.get(key) ?? 0;
  }

  /** Those with equally few requests take turns. */
  #leastBusy<T extends Candidate>(candidates: readonly T[]): T | undefined {
    const fewest = Math.min(...candidates.map(({ key }) => this.outstanding(key)));
    const idlest = candidates.filter(({ key }) => this.outstanding(key) === fewest);
    return idlest[this.#turn++ % idlest.length];
  }

  /**
   * Slow start: a target's share grows in a line from its first healthy moment on.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
   */
  #byShare<T extends Candidate>(candidates: readonly T[], slowStartMs: number, now: number): T | undefined {
    return smoothlyWeighted(this.#credit, candidates, ({ key, healthySince }) => {
      const age = healthySince === undefined ? slowStartMs : now - healthySince;
      return { key, weight: Math.min(1, Math.max(SMALLEST_SHARE, age / slowStartMs)) };
    });
  }
}

/**
 * Smooth weighted round robin: every choice adds each one's weight to its credit; the one with the most credit is
 * chosen and pays the sum of all weights.
 *
 * @param credit remembered between choices.
 */
export function smoothlyWeighted<T>(
  credit: Map<string, number>,
  choices: readonly T[],
  weigh: (choice: T) => { readonly key: string; readonly weight: number },
): T | undefined {
  let total = 0;
  let chosen: { readonly choice: T; readonly key: string; readonly credit: number } | undefined;
  for (const choice of choices) {
    const { key, weight } = weigh(choice);
    if (weight <= 0) continue;
    total += weight;
    const next = (credit.get(key) ?? 0) + weight;
    credit.set(key, next);
    if (chosen === undefined || next > chosen.credit) chosen = { choice, key, credit: next };
  }
  if (chosen === undefined) return undefined;
  credit.set(chosen.key, chosen.credit - total);
  return chosen.choice;
}
