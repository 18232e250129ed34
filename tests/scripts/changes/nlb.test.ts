import { describe } from "vitest";
import { NLB_CHANGES } from "../../../scripts/changes/nlb.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(NLB_CHANGES);
});
