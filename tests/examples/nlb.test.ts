import { expect, it } from "vitest";
import { runExample } from "../support/example.ts";

it("examples/nlb has a broker behind one Network Load Balancer, and a collector behind one in each cluster", async () => {
  const leftovers = await runExample("nlb", (example) => {
    const answered = example.loadBalancers.flatMap(({ applications }) =>
      applications.map(
        ({ app, byCluster, errors }) => `${app}: ${Object.keys(byCluster).join()}, ${errors} errors`,
      ),
    );
    expect(answered.sort()).toEqual([
      "broker: iot-blue,iot-green, 0 errors",
      "collector: iot-blue, 0 errors",
      "collector: iot-green, 0 errors",
      "shop: iot-blue,iot-green, 0 errors",
    ]);
    const name = {
      loadBalancerDnsName: expect.stringMatching(/^k8s-.*\.elb\.ap-northeast-2\.amazonaws\.com$/),
    };
    const nlbs = example.stacks.map(({ outputs }) => outputs["nlbs"]);
    expect(nlbs).toMatchObject([{ broker: name, collector: name }, { collector: name }]);
    expect(nlbs.map((one) => Object.keys(one as object))).toEqual([["broker", "collector"], ["collector"]]);
  });
  expect(leftovers).toEqual([]);
});
