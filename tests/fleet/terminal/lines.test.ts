import pc from "picocolors";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { fitted } from "../../../fleet/terminal/lines.ts";

describe("a text on a terminal", () => {
  it("keeps lines that fit, to the last character", () => {
    expect(fitted("12345 7890\nabc\n", 10)).toBe("12345 7890\nabc\n");
  });

  it("is broken between words where it is one character too long, and goes on further in", () => {
    expect(fitted("12345 78901", 10)).toBe("12345\n  78901");
    expect(fitted("  - one two three four", 12)).toBe("  - one two\n      three\n      four");
  });

  it("is broken within a word that fits no line", () => {
    expect(fitted("see arn:aws:iam::123456789012", 12)).toBe("see\n  arn:aws:ia\n  m::1234567\n  89012");
    expect(fitted("x".repeat(25), 10)).toBe(`${"x".repeat(10)}\n  ${"x".repeat(8)}\n  ${"x".repeat(7)}`);
  });

  it("does not count colours", () => {
    const colours = pc.createColors(true);
    const text = colours.red("12345 7890");
    expect(fitted(text, 10)).toBe(text);
    expect(stripVTControlCharacters(fitted(colours.red("12345 78901"), 10))).toBe("12345\n  78901");
  });

  it("is as it was in a file or a pipe", () => {
    expect(fitted("x".repeat(300), undefined)).toBe("x".repeat(300));
  });
});
