import { beforeAll, describe, expect, it } from "vitest";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const BLOCK = { vpc: { secondaryCidrBlocks: ["100.64.0.0/16"] } };
const CUSTOM = { podNetworking: { mode: "custom-networking" } };
const OWN_SUBNETS = { podNetworking: { mode: "secondary-ip", subnetDiscovery: false } };

describe("subnets for pods that the owner of the network makes", () => {
  let fleet: LivingFleet;

  beforeAll(async () => {
    fleet = new LivingFleet();
    await fleet.succeed("cluster1");
  });

  it("must be there before a member's pods are in them", async () => {
    expect(await fleet.refusal("cluster2", CUSTOM)).toBe(
      'stack "cluster1" shares no subnets for pods; set vpc.secondaryCidrBlocks there and update it, or name subnets in podNetworking.podSubnetIds',
    );
  });

  it("are taken by members alone", async () => {
    const { outputs } = await fleet.succeed("cluster1", BLOCK);
    await fleet.succeed("cluster2", CUSTOM);
    const configs = clustersOf(fleet.cloud)
      .get("myeks-cluster2")!
      .api.list("crd.k8s.amazonaws.com/v1alpha1/ENIConfig")
      .map(({ metadata, spec }) => [metadata.name, (spec as { subnet: string }).subnet]);
    expect(Object.fromEntries(configs)).toEqual(outputs["podSubnetIds"]);
  });

  it("stay while nodes of members have network interfaces there", async () => {
    expect(await fleet.refusal("cluster1")).toBe(
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        "  - vpc.secondaryCidrBlocks leaves 100.64.0.0/16 out, where nodes of myeks-cluster2 have network interfaces; keep it, and set " +
        "podNetworking of these stacks to another mode with subnetDiscovery false first, which replaces their nodes if it was " +
        "custom-networking; replace them by yourself if not",
    );
  });

  it("go when no nodes have any", async () => {
    await fleet.succeed("cluster2", OWN_SUBNETS);
    // The last node of before is on its way out.
    fleet.cloud.clock.advance(600_000);
    const { steps } = await fleet.succeed("cluster1");
    expect(steps.filter((step) => step.includes("100-64")).map((step) => step.split(" ")[0])).toEqual(
      Array(7).fill("delete"),
    );
  });
});
