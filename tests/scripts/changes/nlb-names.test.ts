import { describe } from "vitest";
import { NLB_NAMES_CHANGES } from "../../../scripts/changes/nlb-names.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(NLB_NAMES_CHANGES);
});
