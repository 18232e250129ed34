import { expect, it } from "vitest";
import { acmState } from "../../sim/aws/acm/state.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { answersOf, runExample } from "../support/example.ts";

it("examples/production serves two apps by HTTPS from two clusters, by names of their own", async () => {
  const leftovers = await runExample("production", (example) => {
    const { cloud } = example.session;
    expect(example.stacks.map(({ stack, role }) => `${stack} ${role}`)).toEqual([
      "edge edge",
      "blue member",
      "green member",
    ]);
    const clusters = ["shop-blue", "shop-green"];
    expect(answersOf(example)).toEqual({ api: clusters, shop: clusters });
    expect(example.loadBalancers[0]!.names.map(({ name }) => name)).toEqual(["shop.example.com"]);
    expect([...acmState(cloud).certificates.values()].map(({ status }) => status)).toEqual(["ISSUED"]);
    expect([...elbv2State(cloud).listeners.values()].map(({ port, protocol }) => [port, protocol])).toEqual([
      [443, "HTTPS"],
      [80, "HTTP"],
    ]);
  });
  expect(leftovers).toEqual([]);
});
