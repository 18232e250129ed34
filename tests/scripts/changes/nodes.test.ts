import { describe } from "vitest";
import { NODE_CHANGES } from "../../../scripts/changes/nodes.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(NODE_CHANGES);
});
