import { describe } from "vitest";
import { PROTECTION_CHANGES } from "../../../scripts/changes/protection.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(PROTECTION_CHANGES);
});
