import { expect, it } from "vitest";
import { runExample } from "../support/example.ts";

it("examples/weighted gives a tenth of the requests to the second cluster", async () => {
  const leftovers = await runExample("weighted", ({ loadBalancers: [loadBalancer] }) => {
    expect(
      loadBalancer!.applications.map(({ app, byCluster, errors }) => ({ app, byCluster, errors })),
    ).toEqual([{ app: "web", byCluster: { "web-blue": 180, "web-green": 20 }, errors: 0 }]);
  });
  expect(leftovers).toEqual([]);
});
