import { expect, it } from "vitest";
import { mergePatch } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/merge-patch.ts";

it("holds what changed, at its depth, and removes with null", () => {
  const before = { spec: { port: 80, name: "web", tags: ["a"] }, status: { ready: true } };
  const after = { spec: { port: 8080, name: "web", tags: ["a", "b"] }, kind: "Service" };
  expect(mergePatch(before, after)).toEqual({
    spec: { port: 8080, tags: ["a", "b"] },
    status: null,
    kind: "Service",
  });
});

it("replaces a list by a map as a whole", () => {
  expect(mergePatch({ value: ["a"] }, { value: { a: 1 } })).toEqual({ value: { a: 1 } });
});

it("is none for equal objects", () => {
  expect(mergePatch({ spec: { tags: ["a"] } }, { spec: { tags: ["a"] } })).toBeUndefined();
});
