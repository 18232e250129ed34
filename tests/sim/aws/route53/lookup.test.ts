import { beforeEach, expect, it } from "vitest";
import { resolve } from "../../../../sim/aws/route53/lookup.ts";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";

let cloud: SimulatedCloud;

beforeEach(() => {
  cloud = new SimulatedCloud();
});

function addRecord(zoneId: string, Name: string, value: string): void {
  const set = { Name, Type: "A", TTL: 60, ResourceRecords: [{ Value: value }] };
  cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: set }] },
  });
}

/** The address that a client gets; `none` where the zone has none, undefined where no zone has the name. */
function addressOf(name: string, vpcId?: string): string | undefined {
  const found = resolve(cloud, name, vpcId);
  return found && (found.set?.ResourceRecords?.[0]?.Value ?? "none");
}

it("answers by wildcards for names that are not there", () => {
  const zone = addHostedZone(cloud, { name: "example.com", delegated: true });
  addRecord(zone, "*.example.com", "192.0.2.1");
  addRecord(zone, "a.b.example.com", "192.0.2.2");
  expect(
    ["x.example.com", "y.x.example.com", "a.b.example.com", "b.example.com", "c.b.example.com"].map((name) =>
      addressOf(name),
    ),
  ).toEqual(["192.0.2.1", "192.0.2.1", "192.0.2.2", "none", "none"]);
  expect([addressOf("example.com"), addressOf("example.org")]).toEqual(["none", undefined]);
});

it("asks private zones first in their VPC, and only there", () => {
  const inside = addHostedZone(cloud, { name: "example.com", vpcIds: ["vpc-1"], delegated: true });
  addRecord(inside, "shop.example.com", "10.0.0.1");
  expect([addressOf("shop.example.com"), addressOf("shop.example.com", "vpc-1")]).toEqual([
    undefined,
    "10.0.0.1",
  ]);
  const outside = addHostedZone(cloud, { name: "shop.example.com", delegated: true });
  addRecord(outside, "shop.example.com", "192.0.2.1");
  expect([undefined, "vpc-1", "vpc-2"].map((vpcId) => addressOf("shop.example.com", vpcId))).toEqual([
    "192.0.2.1",
    "10.0.0.1",
    "192.0.2.1",
  ]);
});
