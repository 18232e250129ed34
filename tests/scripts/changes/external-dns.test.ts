import { describe } from "vitest";
import { EXTERNAL_DNS_CHANGES } from "../../../scripts/changes/external-dns.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(EXTERNAL_DNS_CHANGES);
});
