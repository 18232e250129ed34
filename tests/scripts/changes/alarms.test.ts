import { describe } from "vitest";
import { ALARM_CHANGES } from "../../../scripts/changes/alarms.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(ALARM_CHANGES);
});
