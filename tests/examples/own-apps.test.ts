import { expect, it } from "vitest";
import { answersOf, runExample } from "../support/example.ts";

it("examples/own-apps serves three applications from two clusters, of which one does without the status page", async () => {
  const leftovers = await runExample("own-apps", (example) => {
    expect(answersOf(example)).toEqual({
      api: ["shop-blue", "shop-green"],
      shop: ["shop-blue", "shop-green"],
      status: ["shop-blue"],
    });
    const [{ ownAnswers }] = example.loadBalancers as [(typeof example.loadBalancers)[number]];
    expect(ownAnswers.map(({ conditions, status, location }) => [conditions, status, location])).toEqual([
      ["host status.example.com, path /index.php", 301, "http://status.example.com:80/"],
      ["", 404, null],
    ]);
    expect(example.verification.standIns.map(({ image, cluster }) => `${image} in ${cluster}`)).toContain(
      "registry.example.com/shop/web:2.8.0-rc.1 in shop-green",
    );
  });
  expect(leftovers).toEqual([]);
});
