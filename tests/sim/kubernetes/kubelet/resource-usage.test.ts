import { beforeEach, expect, it } from "vitest";
import { Clock } from "../../../../sim/core/clock.ts";
import { ResourceUsage } from "../../../../sim/kubernetes/kubelet/resource-usage.ts";
import type { Container } from "../../../../sim/kubernetes/objects.ts";

const START = Date.UTC(2026, 0, 1);

let clock: Clock;

beforeEach(() => {
  clock = new Clock(START);
});

function usage(limits?: Record<string, string>): ResourceUsage {
  const container = { name: "app", image: "web", resources: { limits } } as Container;
  return new ResourceUsage(clock, { cpuMsPerRequest: 10, memoryBytes: 1_000 }, container);
}

it("is what requests of the last whole window took, spread over it", () => {
  const measured = usage();
  measured.answered(75);
  clock.advance(15_000);
  expect(measured.measured()).toEqual({ cpu: 0.05, memory: 1_000, at: START + 15_000, windowMs: 15_000 });
  measured.answered(1_500);
  clock.advance(14_999);
  expect(measured.measured()?.cpu).toBe(0.05);
  clock.advance(1);
  expect(measured.measured()?.cpu).toBe(1);
  clock.advance(15_000);
  expect(measured.measured()?.cpu).toBe(0);
});

it("cannot be told of a container that has run for less than ten seconds, and of a part of a window after that", () => {
  clock.advance(5_001);
  const late = usage();
  clock.advance(9_999);
  expect(late.measured()).toBeUndefined();
  clock.advance(15_000);
  expect(late.measured()?.windowMs).toBe(15_000);
  clock.advance(4_000);
  const early = usage();
  early.answered(11);
  clock.advance(11_000);
  expect(early.measured()).toMatchObject({ cpu: 0.01, windowMs: 11_000 });
});

it("is no more than the container may use", () => {
  const measured = usage({ cpu: "250m" });
  measured.answered(1_500);
  clock.advance(15_000);
  expect(measured.measured()?.cpu).toBe(0.25);
});
