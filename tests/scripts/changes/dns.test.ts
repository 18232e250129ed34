import { describe } from "vitest";
import { DNS_CHANGES } from "../../../scripts/changes/dns.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(DNS_CHANGES);
});
