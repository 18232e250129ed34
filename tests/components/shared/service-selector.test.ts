import { expect, it } from "vitest";
import { selectorProblems } from "../../../components/shared/service-selector.ts";

const LABELS = { app: "shop", tier: "web" };

it.each([[undefined], [{ app: "shop" }], [LABELS]])(
  "the selector %j finds pods with more labels",
  (selector) => {
    expect(selectorProblems("serviceSelector", selector, LABELS)).toEqual([]);
  },
);

it("a selector that finds no pod is named with the labels that they have", () => {
  expect(selectorProblems("serviceSelector", { app: "shop", tier: "api" }, LABELS)).toEqual([
    {
      path: "serviceSelector",
      reason:
        'is {"app":"shop","tier":"api"}, by which the Service finds none of the pods, whose labels are ' +
        '{"app":"shop","tier":"web"}; give the pods the labels of the selector',
    },
  ]);
});
