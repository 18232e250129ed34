import { expect, it } from "vitest";
import { DeletionProtection } from "../../../components/index.ts";
import { refusalOf } from "../../support/pulumi-program.ts";

it("is on or off, and nothing between", async () => {
  expect(DeletionProtection.problems("protection", { enabled: false })).toEqual([]);
  const args = { enabled: "false" as unknown as boolean };
  expect(await refusalOf(() => new DeletionProtection("protection", args))).toBe(
    'DeletionProtection "protection": enabled is "false"; use true or false',
  );
});
