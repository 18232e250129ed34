import { describe } from "vitest";
import { INGRESS_CLASS_CHANGES } from "../../../scripts/changes/ingress-class.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(INGRESS_CLASS_CHANGES);
});
