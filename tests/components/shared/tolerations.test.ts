import { describe, expect, it } from "vitest";
import { ArgsCheck } from "../../../components/shared/args-check.ts";
import { checkToleration, tolerates, type Toleration } from "../../../components/shared/tolerations.ts";

const BATCH = { key: "dedicated", value: "batch", effect: "NO_SCHEDULE" } as const;

describe("tolerations", () => {
  it.each<[string, Toleration]>([
    ["key and value", { key: "dedicated", value: "batch" }],
    ["key, value and effect", { key: "dedicated", operator: "Equal", value: "batch", effect: "NoSchedule" }],
    ["a key with any value", { key: "dedicated", operator: "Exists" }],
    ["every key", { operator: "Exists" }],
  ])("match a taint by %s", (_how, toleration) => {
    expect(tolerates([toleration], [BATCH])).toBe(true);
  });

  it.each<[string, Toleration]>([
    ["value", { key: "dedicated", value: "web" }],
    ["key", { key: "other", operator: "Exists" }],
    ["effect", { key: "dedicated", operator: "Exists", effect: "NoExecute" }],
  ])("do not match one of another %s", (_what, toleration) => {
    expect(tolerates([toleration], [BATCH])).toBe(false);
  });

  it("are wanted for each taint that keeps pods off, and for no other", () => {
    const preferred = { key: "spot", effect: "PREFER_NO_SCHEDULE" } as const;
    const second = { key: "gpu", effect: "NO_EXECUTE" } as const;
    expect(tolerates([], [preferred])).toBe(true);
    expect(tolerates([{ key: "dedicated", value: "batch" }], [BATCH, second])).toBe(false);
  });
});

it("tolerations are refused as the API server would", () => {
  const wrong = [
    {},
    { key: "a", operator: "Exists", value: "b" },
    { key: "a", operator: "In", effect: "NO_SCHEDULE" },
  ];
  const check = new ArgsCheck({ tolerations: wrong as Toleration[] });
  check.each("tolerations").forEach(checkToleration);
  expect(check.problems).toEqual([
    {
      keys: ["tolerations", 0],
      path: "tolerations[0]",
      reason: 'has no key, which is for the operator Exists; give a key, or operator "Exists"',
    },
    {
      keys: ["tolerations", 1, "value"],
      path: "tolerations[1].value",
      reason: 'is "b" beside the operator Exists, which takes any value; leave it out',
    },
    {
      keys: ["tolerations", 2, "operator"],
      path: "tolerations[2].operator",
      reason: 'is "In"; use one of Equal, Exists',
    },
    {
      keys: ["tolerations", 2, "effect"],
      path: "tolerations[2].effect",
      reason: 'is "NO_SCHEDULE"; use one of NoSchedule, PreferNoSchedule, NoExecute',
    },
  ]);
});
