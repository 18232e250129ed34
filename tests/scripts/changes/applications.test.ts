import { describe } from "vitest";
import { APPLICATION_CHANGES } from "../../../scripts/changes/applications.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(APPLICATION_CHANGES);
});
