import { describe } from "vitest";
import { LIVING_APP_CHANGES } from "../../../scripts/changes/living-apps.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(LIVING_APP_CHANGES);
});
