import { describe } from "vitest";
import { POD_SUBNET_CHANGES } from "../../../scripts/changes/pod-subnets.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(POD_SUBNET_CHANGES);
});
