import { expect, expectTypeOf, it } from "vitest";
import { defined, unlessEmpty } from "../../../components/shared/defined.ts";

it("leaves out what is undefined, and nothing else", () => {
  const fields = { kept: 0, empty: "", none: null, missing: undefined };
  expect(Object.entries(defined(fields))).toEqual([
    ["kept", 0],
    ["empty", ""],
    ["none", null],
  ]);
});

it("knows which fields may be missing", () => {
  const maybe = "name" as string | undefined;
  expectTypeOf(defined({ always: 1, maybe })).toExtend<{ always: number; maybe?: string }>();
});

it("takes a list or a map that is empty for one that is missing", () => {
  const list = [undefined];
  expect(unlessEmpty(list)).toBe(list);
  expect([unlessEmpty({ a: 0 }), unlessEmpty([]), unlessEmpty({})]).toEqual([{ a: 0 }, undefined, undefined]);
});
