import { expect, it } from "vitest";
import { interfacesOf } from "../../sim/aws/ec2/network-interface-attachment.ts";
import { instanceIdOf } from "../../sim/aws/eks/nodes/boot.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Node } from "../../sim/kubernetes/objects.ts";
import { answersOf, runExample } from "../support/example.ts";
import { nginx, podsOf } from "../support/pod-addresses.ts";

it("examples/vpc-cni-subnet-discovery has interfaces of nodes in a further block, where the plugin may look for subnets", async () => {
  const leftovers = await runExample("vpc-cni-subnet-discovery", (example) => {
    expect(answersOf(example)).toEqual({ "2048": ["blue", "green"] });
    const { cloud } = example.session;
    const blocks = (cluster: string) =>
      (clustersOf(cloud).get(cluster)!.api.list("v1/Node") as Node[]).map((node) =>
        interfacesOf(cloud, instanceIdOf(node)).map(({ PrivateIpAddress }) => PrivateIpAddress.split(".")[0]),
      );
    expect(blocks("blue")).toEqual(Array(2).fill(["10", "100"]));
    expect(blocks("green")).toEqual(Array(2).fill(["10"]));

    nginx(cloud, "blue", 20);
    cloud.clock.advance(5 * 60_000);
    expect(podsOf(cloud, "blue").filter(({ status }) => status.phase !== "Running")).toEqual([]);
    expect(blocks("blue")).toEqual(Array(2).fill(["10", "100", "100"]));
  });
  expect(leftovers).toEqual([]);
});
