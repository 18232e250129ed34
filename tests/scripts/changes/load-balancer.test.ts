import { describe } from "vitest";
import { LOAD_BALANCER_CHANGES } from "../../../scripts/changes/load-balancer.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(LOAD_BALANCER_CHANGES);
});
