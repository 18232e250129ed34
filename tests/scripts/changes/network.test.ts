import { describe } from "vitest";
import { NETWORK_CHANGES } from "../../../scripts/changes/network.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(NETWORK_CHANGES);
});
