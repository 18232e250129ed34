import { expect, it } from "vitest";
import { fieldsOf } from "../../../scripts/changes/fields.ts";
import { fieldsChanged } from "../../../scripts/changes/change.ts";
import { CHANGES } from "../../../scripts/changes/index.ts";
import { configSchema } from "../../../stacks/config/schema.ts";

const fields = fieldsOf(configSchema);

it("is changed on a living fleet: scripts/changes/ has a row for it", () => {
  const tried = new Set(CHANGES.flatMap(fieldsChanged));
  expect(fields.filter((field) => !tried.has(field))).toEqual([]);
});

it("is all that is changed: no row is for a field that is not there", () => {
  expect(CHANGES.map(({ field }) => field).filter((field) => !fields.includes(field))).toEqual([]);
});
