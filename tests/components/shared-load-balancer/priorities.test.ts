import { describe, expect, it } from "vitest";
import { assignPriorities } from "../../../components/shared-load-balancer/priorities.ts";

const OWN = { above: 0, step: 100 };

/** Numbers in the order of the names. */
function numbers(names: string, former: Record<string, number> = {}, range = OWN): number[] {
  return [...names].map((name) => assignPriorities([...names], former, range)[name]!);
}

describe("assignPriorities", () => {
  it.each([
    ["are a step apart, with room before the first", "abc", {}, [100, 200, 300]],
    ["stay", "abc", { a: 5, b: 6, c: 400 }, [5, 6, 400]],
    ["stay when one is added behind", "abc", { a: 100, b: 200 }, [100, 200, 300]],
    ["stay when one is added before all", "xab", { a: 100, b: 200 }, [50, 100, 200]],
    ["stay when some are added between", "axyb", { a: 100, b: 200 }, [100, 125, 175, 200]],
    ["stay when one goes", "ac", { a: 100, b: 200, c: 300 }, [100, 300]],
    ["are never those of one that goes", "ax", { a: 100, b: 200 }, [100, 201]],
    ["are never those of one that goes from between", "axc", { a: 100, b: 150, c: 200 }, [100, 151, 200]],
    ["move as few as can be when the order changes", "bca", { a: 100, b: 200, c: 300 }, [200, 300, 400]],
    ["swap by way of a free one", "ba", { a: 100, b: 200 }, [200, 300]],
    ["are all new where there is no room between", "axb", { a: 1, b: 2 }, [100, 200, 300]],
    [
      "do not count below the first that is allowed",
      "ab",
      { a: 100, b: 200 },
      [510, 520],
      { above: 500, step: 10 },
    ],
    ["come closer where room is short", "abc", {}, [49_998, 49_999, 50_000], { above: 49_997, step: 100 }],
  ])("%s", (_, names, former: Record<string, number>, expected, range = OWN) => {
    expect(numbers(names, former, range)).toEqual(expected);
  });

  it("refuses more rules than there are numbers", () => {
    expect(() => numbers("ab", {}, { above: 49_999, step: 1 })).toThrow(
      "no room for 2 rules above priority 49999",
    );
  });

  it("keeps the order and every number free, whatever came before", () => {
    let former: Record<string, number> = {};
    for (const names of ["abcdef", "fabcde", "xyzfabcde", "zyx", "abzcyd", "dcba", "", "abc"]) {
      const found = assignPriorities([...names], former, { above: 0, step: 2 });
      const inOrder = [...names].map((name) => found[name]!);
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      const moved = [...names].filter((name) => found[name] !== former[name]);
      expect(moved.filter((name) => Object.values(former).includes(found[name]!))).toEqual([]);
      former = found;
    }
  });
});
