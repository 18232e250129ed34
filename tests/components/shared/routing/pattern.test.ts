import { describe, expect, it } from "vitest";
import { covers, wildcardsIn } from "../../../../components/shared/routing/pattern.ts";

describe("wildcardsIn", () => {
  it.each([
    ["/a", 0],
    ["/*/?", 2],
    ["**", 2],
    [String.raw`\*a*`, 1],
    [String.raw`\\*`, 1],
  ])("of %s are %i", (pattern, count) => {
    expect(wildcardsIn(pattern)).toBe(count);
  });
});

describe("covers", () => {
  it.each([
    ["/a", "/a"],
    ["/*", "/"],
    ["/*", "/a/*"],
    ["/a*", "/a?"],
    ["*", "?*"],
    ["/?", "/b"],
    ["/?", "/?"],
    ["*/b/*", "/a/b/b/*"],
    ["*.example.com", "*.shop.example.com"],
    ["**", "*"],
    [String.raw`\*`, String.raw`\*`],
    ["?", String.raw`\*`],
  ])("%s covers %s", (pattern, other) => {
    expect(covers(pattern, other)).toBe(true);
  });

  it.each([
    ["/a", "/A"],
    ["/a", "/a/*"],
    ["/a/*", "/a"],
    ["/?", "/"],
    ["/?", "/*"],
    ["/a?", "/ab*"],
    ["*.example.com", "example.com"],
    ["*a", "*"],
    [String.raw`\*`, "*"],
    ["", "a"],
  ])("%s does not cover %s", (pattern, other) => {
    expect(covers(pattern, other)).toBe(false);
  });
});
