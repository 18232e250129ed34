/** Elastic addresses of a Network Load Balancer, and others in their place. */
import { expect, it } from "vitest";
import { ec2State } from "../../sim/aws/ec2/state.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const HOUR_MS = 3_600_000;

it("gets the elastic addresses that are named, others, and the first ones again", async () => {
  const fleet = new LivingFleet();
  const { cloud } = fleet;
  const [first, second] = [allocate(fleet), allocate(fleet)];
  const inUse = () =>
    ec2State(cloud)
      .networkInterfaces.values()
      .flatMap(({ PrivateIpAddresses }) => PrivateIpAddresses[0]?.Association?.AllocationId ?? [])
      .sort();

  for (const allocationIds of [first, second, first]) {
    await fleet.succeed("cluster1", withAddresses(allocationIds));
    cloud.clock.advance(HOUR_MS);
    expect(inUse()).toEqual(allocationIds);
  }
});

/** One for each of two zones. */
function allocate({ cloud }: LivingFleet): string[] {
  return ["a", "b"]
    .map(() => cloud.call(cloud.administrator, "ec2", "AllocateAddress", { Domain: "vpc" }).AllocationId)
    .sort();
}

function withAddresses(allocationIds: string[]): Changes {
  const nlb = { scheme: "internet-facing", ports: [{ port: 80 }], addresses: { allocationIds } };
  return {
    app: undefined,
    apps: { shop: { image: "registry.example.com/shop:1", nlb } },
    vpc: { availabilityZoneCount: 2 },
  };
}
