import { describe } from "vitest";
import { EDGE_CHANGES } from "../../../scripts/changes/edge.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(EDGE_CHANGES);
});
