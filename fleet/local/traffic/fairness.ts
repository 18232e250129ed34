/** Result of asking whether requests were spread evenly. */
export interface Fairness {
  /** Pearson's chi-squared statistic over the targets. */
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  /** Probability of a spread at least this uneven if every target were equally likely; small means unfair. */
  readonly pValue: number;
}

/**
 * Chi-squared test of requests per target against the split that should be.
 *
 * @param counts one entry per target that should get traffic, zeros included.
 * @param weights how much each should get, beside the others. Default: all the same.
 */
export function testFairness(
  counts: readonly number[],
  weights: readonly number[] = counts.map(() => 1),
): Fairness {
  const total = sum(counts);
  const degreesOfFreedom = Math.max(0, counts.length - 1);
  if (total === 0 || degreesOfFreedom === 0) return { chiSquared: 0, degreesOfFreedom, pValue: 1 };
  const expected = weights.map((weight) => (total * weight) / sum(weights));
  const chiSquared = sum(counts.map((count, index) => (count - expected[index]!) ** 2 / expected[index]!));
  return { chiSquared, degreesOfFreedom, pValue: upperGamma(degreesOfFreedom / 2, chiSquared / 2) };
}

/** More than enough terms: both expansions converge within a few dozen on their side of x = s + 1. */
const MAX_TERMS = 1_000;

/** The regularised upper incomplete gamma function Q(s, x), the tail of the chi-squared distribution. */
function upperGamma(s: number, x: number): number {
  if (x === 0) return 1;
  const factor = Math.exp(s * Math.log(x) - x - logGamma(s));
  return x < s + 1 ? 1 - factor * lowerSeries(s, x) : factor * upperFraction(s, x);
}

/** Power series of the lower function (DLMF 8.7.1). */
function lowerSeries(s: number, x: number): number {
  let term = 1 / s;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * Number.EPSILON; n += 1) {
    term *= x / (s + n);
    sum += term;
  }
  return sum;
}

/** Continued fraction of the upper function (DLMF 8.9.2), evaluated from its far end. */
function upperFraction(s: number, x: number): number {
  let tail = 0;
  for (let n = MAX_TERMS; n > 0; n -= 1) tail = (n * (n - s)) / (x + 2 * n + 1 - s - tail);
  return 1 / (x + 1 - s - tail);
}

/** ln Γ(s) for s = n/2, from Γ(1/2) = √π, Γ(1) = 1 and Γ(s + 1) = s Γ(s). */
function logGamma(s: number): number {
  let sum = Number.isInteger(s) ? 0 : Math.log(Math.PI) / 2;
  for (let k = Number.isInteger(s) ? 1 : 0.5; k < s; k += 1) sum += Math.log(k);
  return sum;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
