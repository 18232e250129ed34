import { describe } from "vitest";
import { CERTIFICATE_CHANGES } from "../../../scripts/changes/certificate.ts";
import { testChanges } from "./test-changes.ts";

describe("a change on a living fleet", () => {
  testChanges(CERTIFICATE_CHANGES);
});
