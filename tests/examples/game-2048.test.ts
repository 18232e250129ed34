import { expect, it } from "vitest";
import { answersOf, runExample } from "../support/example.ts";

it("examples/game-2048 brings the game up in one cluster", async () => {
  const leftovers = await runExample("game-2048", (example) => {
    expect(answersOf(example)).toEqual({ "2048": ["myeks"] });
  });
  expect(leftovers).toEqual([]);
});
