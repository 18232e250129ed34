import { describe } from "vitest";
import { CLUSTER_CHANGES } from "../../../scripts/changes/cluster.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(CLUSTER_CHANGES);
});
