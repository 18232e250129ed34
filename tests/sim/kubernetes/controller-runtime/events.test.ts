import { expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { EventLimit } from "../../../../sim/kubernetes/controller-runtime/events.ts";

it("lets through 25 events of an object at once, then one each five minutes", () => {
  const clock = new Clock(0);
  const limit = new EventLimit(clock);
  const allowed = (uid: string, tries: number) =>
    Array.from({ length: tries }, () => limit.allows(uid)).filter(Boolean).length;
  expect([allowed("a", 30), allowed("b", 1)]).toEqual([25, 1]);
  clock.advance(299_000);
  expect(allowed("a", 1)).toBe(0);
  clock.advance(1_000);
  expect(allowed("a", 2)).toBe(1);
});
