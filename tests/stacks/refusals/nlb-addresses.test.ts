import { expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import type { Changes } from "../../support/changes.ts";

const HEADING = /^the configuration of .*\n/;
const PRIVATE = "192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22";

/** The application has a Network Load Balancer. */
function withNlb(fields: Readonly<Record<string, ConfigValue>>): Changes {
  const nlb = { ports: [{ port: 80 }], ...fields };
  return { app: undefined, apps: { shop: { image: "registry.example.com/shop:1", nlb } } };
}

function withAddresses(...privateIpv4: string[]): Changes {
  return withNlb({ addresses: { privateIpv4 } });
}

const zones = (availabilityZoneCount: number): Changes => ({ vpc: { availabilityZoneCount } });

it("refuses fixed addresses that do not fit the subnets of a network which is to come", async () => {
  const fleet = new LivingFleet();
  const { cloud } = fleet;
  const { AllocationId } = cloud.call(cloud.administrator, "ec2", "AllocateAddress", {});
  const before = fleet.world();
  const refusal = await fleet.refusal("cluster1", withAddresses("192.168.12.10", "10.9.0.10"));
  expect(refusal?.replace(HEADING, "").split("\n")).toEqual([
    "  - apps.shop.nlb.addresses.privateIpv4 has 2 entries, and the load balancer is in 3 subnets; give one for each",
    `  - apps.shop.nlb.addresses.privateIpv4[1] is 10.9.0.10, which is in no subnet of the load balancer; use one of each: ${PRIVATE}`,
  ]);
  expect(
    await fleet.refusal(
      "cluster1",
      withNlb({ scheme: "internet-facing", addresses: { allocationIds: [AllocationId] } }),
    ),
  ).toContain(
    "apps.shop.nlb.addresses.allocationIds has 1 entry, and the load balancer is in 3 subnets; give one for each",
  );
  expect(fleet.world()).toEqual(before);
});

it("leaves a load balancer in the zones that it has, and refuses further ones for a cluster that comes", async () => {
  const fleet = new LivingFleet();
  const two = withAddresses("192.168.12.10", "192.168.16.10");
  await fleet.succeed("cluster1", { ...two, ...zones(2) });
  await fleet.succeed("cluster1", { ...two, ...zones(3) });
  const others = withAddresses("192.168.12.20", "192.168.16.20");
  const refused =
    "  - apps.shop.nlb.addresses.privateIpv4 has 2 entries, and the load balancer is in 3 subnets; give one for each";
  expect((await fleet.refusal("cluster1", { ...others, ...zones(3) }))?.replace(HEADING, "")).toBe(refused);
  expect((await fleet.refusal("cluster2", others))?.replace(HEADING, "")).toBe(refused);
});
