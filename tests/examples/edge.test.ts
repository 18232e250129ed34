import { expect, it } from "vitest";
import { answersOf, runExample } from "../support/example.ts";

it("examples/edge serves from three clusters behind a load balancer that none of them owns", async () => {
  const leftovers = await runExample("edge", (example) => {
    const clusters = ["shop-blue", "shop-green", "shop-red"];
    expect(answersOf(example)).toEqual({ shop: clusters, status: clusters });
    expect(example.stacks.map(({ stack, role }) => `${stack} ${role}`)).toEqual([
      "edge edge",
      "blue member",
      "green member",
      "red member",
    ]);
  });
  expect(leftovers).toEqual([]);
});
