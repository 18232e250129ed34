import { expect, it } from "vitest";
import { ArgsCheck } from "../../../components/shared/args-check.ts";
import {
  checkDisruptionBudget,
  type DisruptionBudget,
} from "../../../components/shared/disruption-budget.ts";

function problems(budget: DisruptionBudget, replicas: number | undefined): string[] {
  const check = new ArgsCheck({ budget });
  checkDisruptionBudget(check.at("budget"), replicas);
  return check.problems.map(({ path, reason }) => `${path} ${reason}`);
}

it.each<[DisruptionBudget, number | undefined]>([
  [{ maxUnavailable: 1 }, 1],
  [{ maxUnavailable: "1%" }, 1],
  [{ minAvailable: 1 }, 2],
  [{ minAvailable: 0 }, 1],
  [{ minAvailable: "50%" }, 2],
  [{ minAvailable: "66%" }, 3],
  [{ minAvailable: "100%" }, 0],
  [{ minAvailable: 5 }, undefined],
  [{ minAvailable: "99%" }, undefined],
])("accepts %j for %s pods", (budget, replicas) => {
  expect(problems(budget, replicas)).toEqual([]);
});

const UNDRAINABLE = "so that their nodes cannot be drained";

it.each<[DisruptionBudget, number | undefined, string]>([
  [
    { maxUnavailable: 0 },
    2,
    `maxUnavailable is 0, which never lets the 2 pods go, ${UNDRAINABLE}; use 1 or more`,
  ],
  [
    { maxUnavailable: "0%" },
    undefined,
    `maxUnavailable is "0%", which never lets the pods go, ${UNDRAINABLE}; use 1 or more`,
  ],
  [
    { minAvailable: 1 },
    1,
    `minAvailable is 1, which never lets the one pod go, ${UNDRAINABLE}; lower it, or use maxUnavailable`,
  ],
  [
    { minAvailable: 2 },
    2,
    `minAvailable is 2, which never lets the 2 pods go, ${UNDRAINABLE}; lower it, or use maxUnavailable`,
  ],
  [
    { minAvailable: "67%" },
    3,
    `minAvailable is "67%", which never lets the 3 pods go, ${UNDRAINABLE}; lower it, or use maxUnavailable`,
  ],
  [
    { minAvailable: "100%" },
    undefined,
    `minAvailable is "100%", which never lets the pods go, ${UNDRAINABLE}; lower it, or use maxUnavailable`,
  ],
])("refuses %j for %s pods", (budget, replicas, reason) => {
  expect(problems(budget, replicas)).toEqual([`budget.${reason}`]);
});
