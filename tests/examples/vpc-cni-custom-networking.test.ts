import { expect, it } from "vitest";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { answersOf, runExample } from "../support/example.ts";
import { heldByNodes } from "../support/pod-addresses.ts";

it("examples/vpc-cni-custom-networking has nodes in a scarce block of the VPC, and pods in another", async () => {
  const leftovers = await runExample("vpc-cni-custom-networking", (example) => {
    expect(answersOf(example)).toEqual({ "2048": ["blue", "green"] });
    const { cloud } = example.session;
    // A node's own interface serves no pods.
    expect(heldByNodes(cloud, "blue", "ng")).toEqual([
      [0, 5, 5],
      [0, 5, 5],
    ]);
    const targets = example.verification.targets.map(
      ({ ip, zone }) => `${ip.split(".").slice(0, 2).join(".")} ${zone}`,
    );
    expect(new Set(targets)).toEqual(new Set(["100.64 ap-northeast-2a", "100.64 ap-northeast-2c"]));
    const configs = [...clustersOf(cloud).values()].map(({ api }) =>
      api.list("crd.k8s.amazonaws.com/v1alpha1/ENIConfig").map(({ metadata }) => metadata.name),
    );
    expect(configs).toEqual(Array(2).fill(["ap-northeast-2a", "ap-northeast-2c"]));
  });
  expect(leftovers).toEqual([]);
});
