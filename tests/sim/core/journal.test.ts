import { expect, it } from "vitest";
import { Journal } from "../../../sim/core/journal.ts";

function entry(at: number, action = "CreateVpc") {
  return { at, caller: "arn", service: "ec2", action, parameters: {} };
}

it("counts calls that may have changed something, and no others", () => {
  const journal = new Journal();
  for (const action of ["DescribeVpcs", "GetRole", "ListRoles", "CreateVpc", "PreDescribe"]) {
    journal.add(entry(0, action));
  }
  expect([journal.changes, journal.entries().length]).toEqual([2, 5]);
});

it("keeps 50,000 entries, and drops the older half with the next one", () => {
  const journal = new Journal();
  for (let at = 1; at <= 50_000; at += 1) journal.add(entry(at));
  expect([journal.entries().length, journal.entries()[0]?.at]).toEqual([50_000, 1]);
  journal.add(entry(50_001));
  expect([journal.entries().length, journal.entries()[0]?.at, journal.entries().at(-1)?.at]).toEqual([
    25_001, 25_001, 50_001,
  ]);
});
