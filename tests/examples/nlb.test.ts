import { expect, it } from "vitest";
import { runExample } from "../support/example.ts";

it("examples/nlb has a broker behind a Network Load Balancer of each cluster", async () => {
  const leftovers = await runExample("nlb", (example) => {
    const answered = example.loadBalancers.flatMap(({ applications }) =>
      applications.map(
        ({ app, byCluster, errors }) => `${app}: ${Object.keys(byCluster).join()}, ${errors} errors`,
      ),
    );
    expect(answered.sort()).toEqual([
      "broker: iot-blue, 0 errors",
      "broker: iot-green, 0 errors",
      "shop: iot-blue,iot-green, 0 errors",
    ]);
    const { targetGroups, targets } = example.verification;
    const brokers = targetGroups.filter(({ app }) => app === "broker");
    expect(brokers.map(({ clusters }) => clusters)).toEqual([["iot-blue"], ["iot-green"]]);
    const states = targets
      .filter(({ app }) => app === "broker")
      .map(({ cluster, state }) => [cluster, state]);
    expect(states).toEqual([
      ["iot-blue", "healthy"],
      ["iot-blue", "healthy"],
      ["iot-green", "healthy"],
      ["iot-green", "healthy"],
    ]);
    for (const { outputs } of example.stacks) {
      expect(outputs["nlbs"]).toEqual({
        broker: {
          loadBalancerDnsName: expect.stringMatching(/^k8s-.*\.elb\.ap-northeast-2\.amazonaws\.com$/),
        },
      });
    }
  });
  expect(leftovers).toEqual([]);
});
