import { expect, it } from "vitest";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { answersOf, runExample } from "../support/example.ts";

it("examples/internal has all in private subnets, and serves clients of the network", async () => {
  const leftovers = await runExample("internal", (example) => {
    const clusters = ["orders-a", "orders-b"];
    expect(answersOf(example)).toEqual({ orders: clusters, reports: clusters });
    const [loadBalancer] = elbv2State(example.session.cloud).loadBalancers.values();
    expect([loadBalancer!.scheme, loadBalancer!.subnets.map(({ subnetId }) => subnetId).toSorted()]).toEqual([
      "internal",
      ["subnet-0a1b2c3d4e5f60013", "subnet-0a1b2c3d4e5f60014"],
    ]);
  });
  expect(leftovers.filter((one) => !one.includes("0a1b2c3d4e5f600"))).toEqual([]);
});
