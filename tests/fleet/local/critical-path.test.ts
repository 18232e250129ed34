import { describe, expect, it } from "vitest";
import { pathOfFleet, pathOfStack, StepTimer } from "../../../fleet/local/critical-path.ts";
import type { ResourceRecord } from "../../../sim/hosts/in-process/stack-state.ts";

/** What a stack has of a resource, as far as it counts here; its name is its URN. */
function record(
  name: string,
  dependencies: string[] = [],
  more: Partial<ResourceRecord> = {},
): ResourceRecord {
  return { urn: name, type: "t", name, custom: true, dependencies, ...more } as ResourceRecord;
}

const COMPONENT = { custom: false };

const MINUTES = (times: Record<string, number>) =>
  new Map(Object.entries(times).map(([name, minutes]) => [name, minutes * 60_000]));

/** Names and minutes along the longest path. */
function path(records: readonly ResourceRecord[], times: Record<string, number>): unknown {
  const { durationMs, steps } = pathOfStack("one", records, MINUTES(times));
  return [durationMs / 60_000, ...steps.map(({ name }) => name)];
}

describe("the longest path through a stack", () => {
  it("goes along dependencies, and not through what runs beside", () => {
    const records = [
      record("vpc"),
      record("cluster", ["vpc"]),
      record("role"),
      record("nodes", ["cluster", "role"]),
    ];
    expect(path(records, { vpc: 1, cluster: 9, role: 3, nodes: 2 })).toEqual([12, "vpc", "cluster", "nodes"]);
    expect(path(records, { vpc: 1, cluster: 1, role: 3, nodes: 2 })).toEqual([5, "role", "nodes"]);
    expect(path([], {})).toEqual([0]);
  });

  it("waits for all children of a component, which wait for what the component waits for", () => {
    const records = [
      record("network"),
      record("addon", ["network"], COMPONENT),
      record("role", [], { parent: "addon" }),
      record("release", ["role"], { parent: "addon" }),
      record("ingress", ["addon"]),
    ];
    expect(path(records, { network: 4, role: 1, release: 2, ingress: 3 })).toEqual([
      10,
      "network",
      "role",
      "release",
      "ingress",
    ]);
  });
});

it("the longest path through a fleet begins with the owner's, and members go side by side", () => {
  const timed = (stack: string, minutes: number, owner?: string) => ({
    stack,
    ...(owner === undefined ? {} : { owner }),
    path: pathOfStack(stack, [record("all")], MINUTES({ all: minutes })),
  });
  const { durationMs, steps } = pathOfFleet([
    timed("edge", 3),
    timed("a", 12, "edge"),
    timed("b", 14, "edge"),
  ]);
  expect(durationMs).toBe(17 * 60_000);
  expect(steps).toEqual([
    { stack: "edge", type: "t", name: "all", durationMs: 180_000 },
    { stack: "b", type: "t", name: "all", durationMs: 840_000 },
  ]);
  expect(pathOfFleet([])).toEqual({ durationMs: 0, steps: [] });
});

it("a step takes the virtual time from its start to its end, without steps within it", () => {
  let now = 0;
  const timer = new StepTimer(() => now);
  const tell = (at: number, status: "started" | "done" | "failed", urn: string) => {
    now = at;
    timer.onStep({ stack: "one", operation: "create", type: "t", name: urn, urn, status });
  };
  tell(1, "started", "component");
  tell(3, "started", "child");
  tell(8, "done", "child");
  tell(9, "done", "component");
  tell(9, "started", "broken");
  tell(11, "failed", "broken");
  tell(12, "failed", "not started");
  tell(12, "started", "last");
  tell(20, "done", "last");
  expect(Object.fromEntries(timer.durations)).toEqual({ child: 5, component: 3, last: 8 });
});
