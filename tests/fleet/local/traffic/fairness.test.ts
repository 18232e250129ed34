import { describe, expect, it } from "vitest";
import { testFairness } from "../../../../fleet/local/traffic/fairness.ts";

describe("testFairness", () => {
  it("finds an exactly even split perfectly fair", () => {
    expect(testFairness([250, 250, 250, 250])).toEqual({ chiSquared: 0, degreesOfFreedom: 3, pValue: 1 });
  });

  // Critical values of the chi-squared distribution: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
  it.each([
    { degreesOfFreedom: 1, chiSquared: 3.841, pValue: 0.05 },
    { degreesOfFreedom: 1, chiSquared: 6.635, pValue: 0.01 },
    { degreesOfFreedom: 3, chiSquared: 7.815, pValue: 0.05 },
    { degreesOfFreedom: 7, chiSquared: 14.067, pValue: 0.05 },
    { degreesOfFreedom: 10, chiSquared: 23.209, pValue: 0.01 },
  ])("agrees with the table for $degreesOfFreedom degrees of freedom at $pValue", (row) => {
    expect(testFairness(countsWith(row)).pValue).toBeCloseTo(row.pValue, 4);
  });

  it("finds all requests on one of four targets certainly unfair", () => {
    expect(testFairness([1000, 0, 0, 0]).pValue).toBe(0);
  });

  it("has nothing to say about a single target or no requests", () => {
    expect(testFairness([1000]).pValue).toBe(1);
    expect(testFairness([0, 0]).pValue).toBe(1);
  });
});

/** Counts around 1000 with the wanted statistic: one is higher, one lower by the same amount. */
function countsWith({
  degreesOfFreedom,
  chiSquared,
}: {
  degreesOfFreedom: number;
  chiSquared: number;
}): number[] {
  const mean = 1000;
  const deviation = Math.sqrt((chiSquared * mean) / 2);
  return [mean + deviation, mean - deviation, ...Array<number>(degreesOfFreedom - 1).fill(mean)];
}
