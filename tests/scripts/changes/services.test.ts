import { describe } from "vitest";
import { SERVICE_CHANGES } from "../../../scripts/changes/services.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(SERVICE_CHANGES);
});
