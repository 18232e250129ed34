import { expect, it } from "vitest";
import { TargetGroupBalancer } from "../../../sim/data-plane/target-group-balancer.ts";

const targets = ["a", "b", "c"].map((key) => ({ key, healthySince: 0 }));

function choices(
  balancer: TargetGroupBalancer,
  policy: { algorithm: string; slowStartMs: number },
  count: number,
  now = 0,
  candidates = targets,
): string {
  return Array.from({ length: count }, () => balancer.choose(candidates, policy, now)?.key).join("");
}

it("takes turns in round robin", () => {
  expect(choices(new TargetGroupBalancer(), { algorithm: "round_robin", slowStartMs: 0 }, 7)).toBe("abcabca");
});

it("chooses the target with the fewest outstanding requests, by turns among equals", () => {
  const balancer = new TargetGroupBalancer();
  const policy = { algorithm: "least_outstanding_requests", slowStartMs: 0 };
  const doneA = balancer.started("a");
  balancer.started("b");
  expect(choices(balancer, policy, 2)).toBe("cc");
  balancer.started("c");
  doneA();
  doneA();
  expect(choices(balancer, policy, 2)).toBe("aa");
  expect([balancer.outstanding("a"), balancer.outstanding("b")]).toEqual([0, 1]);
});

it("chooses at random on request", () => {
  const numbers = [0, 0.5, 0.99];
  const balancer = new TargetGroupBalancer(() => numbers.shift()!);
  expect(choices(balancer, { algorithm: "weighted_random", slowStartMs: 0 }, 3)).toBe("abc");
});

it("lets the share of a new target grow during slow start", () => {
  const candidates = [
    { key: "a", healthySince: 0 },
    { key: "b", healthySince: 100_000 },
  ];
  const shareOfB = (now: number) => {
    const policy = { algorithm: "round_robin", slowStartMs: 60_000 };
    const chosen = choices(new TargetGroupBalancer(), policy, 120, now, candidates);
    return chosen.split("b").length - 1;
  };
  expect([shareOfB(100_000), shareOfB(130_000), shareOfB(160_000)]).toEqual([11, 40, 60]);
});

it("has nothing to choose from in an empty group", () => {
  const policy = { algorithm: "round_robin", slowStartMs: 0 };
  expect(new TargetGroupBalancer().choose([], policy, 0)).toBeUndefined();
});
