import { expect, it } from "vitest";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { answersOf, runExample } from "../support/example.ts";

const MINUTE_MS = 60_000;

it("examples/autoscaling has more pods under load and fewer after it, without a failed request", async () => {
  const leftovers = await runExample("autoscaling", (example) => {
    expect(answersOf(example)).toEqual({ shop: ["shop-blue", "shop-green"] });
    const { cloud } = example.session;
    const pods = () =>
      [...clustersOf(cloud).values()].map(
        ({ api }) => api.get("apps/v1/Deployment", "game-2048", "shop").spec.replicas,
      );
    expect(pods()).toEqual([2, 2]);
    const load = new VirtualLoad(cloud, {
      dnsName: example.loadBalancers[0]!.dnsName,
      requests: [{ perSecond: 100 }],
    });
    cloud.clock.advance(10 * MINUTE_MS);
    expect(pods()).toEqual([5, 5]);
    expect(load.take().failed).toEqual({});
    load.stop();
    cloud.clock.advance(30 * MINUTE_MS);
    expect(pods()).toEqual([2, 2]);
  });
  expect(leftovers).toEqual([]);
});
