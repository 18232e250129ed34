import { expect, it } from "vitest";
import { selectorReason } from "../../../components/shared/service-selector.ts";

const LABELS = { app: "shop", tier: "web" };

it.each([[undefined], [{ app: "shop" }], [LABELS]])(
  "the selector %j finds pods with more labels",
  (selector) => {
    expect(selectorReason(selector, LABELS)).toBeUndefined();
  },
);

it("a selector that finds no pod is named with the labels that they have", () => {
  expect(selectorReason({ app: "shop", tier: "api" }, LABELS)).toBe(
    'is {"app":"shop","tier":"api"}, by which the Service finds none of the pods, whose labels are ' +
      '{"app":"shop","tier":"web"}; give the pods the labels of the selector',
  );
});
