import { describe } from "vitest";
import { LOGS_CHANGES } from "../../../scripts/changes/logs.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(LOGS_CHANGES);
});
