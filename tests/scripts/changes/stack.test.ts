import { describe } from "vitest";
import { STACK_CHANGES } from "../../../scripts/changes/stack.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(STACK_CHANGES);
});
