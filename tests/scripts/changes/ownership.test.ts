import { describe } from "vitest";
import { OWNERSHIP_CHANGES } from "../../../scripts/changes/ownership.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(OWNERSHIP_CHANGES);
});
