import { describe } from "vitest";
import { APP_CHANGES } from "../../../scripts/changes/app.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(APP_CHANGES);
});
