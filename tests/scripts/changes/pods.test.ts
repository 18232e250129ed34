import { describe } from "vitest";
import { POD_CHANGES } from "../../../scripts/changes/pods.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(POD_CHANGES);
});
