import { describe, expect, it } from "vitest";
import { cut, shown } from "../../../components/shared/shown.ts";

describe("a value in a message", () => {
  it("is JSON", () => {
    expect(["a", 1, null, { b: [true] }].map(shown)).toEqual(['"a"', "1", "null", '{"b":[true]}']);
  });

  it("is cut when it is longer than 200 characters", () => {
    expect(cut("x".repeat(200))).toBe("x".repeat(200));
    expect(cut("x".repeat(201))).toBe(`${"x".repeat(200)}... (201 characters)`);
    expect(shown("x".repeat(199))).toBe(`"${"x".repeat(199)}... (201 characters)`);
  });
});
