import { describe, expect, it } from "vitest";
import { nearestWords, orList } from "../../../components/shared/nearest.ts";

describe("nearestWords", () => {
  it("finds slips of the pen, nearest first, whatever the case", () => {
    expect(nearestWords("T3.medum", ["t3.medium", "t3a.medium", "m5.large"])).toEqual([
      "t3.medium",
      "t3a.medium",
    ]);
  });

  it("finds nothing where nothing is near", () => {
    expect(nearestWords("banana", ["t3.medium", "m5.large"])).toEqual([]);
  });

  it("gives at most as many as asked for", () => {
    expect(nearestWords("ab", ["aa", "bb", "cb"], 2)).toEqual(["aa", "bb"]);
  });
});

it.each([
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("lists %j as %s", (words, expected) => {
  expect(orList(words)).toBe(expected);
});
