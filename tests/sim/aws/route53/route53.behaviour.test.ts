import { beforeEach, describe, expect, it } from "vitest";
import { addHostedZone } from "../../../../sim/aws/route53/operations.ts";
import { publicRecordSet } from "../../../../sim/aws/route53/lookup.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { Provider } from "../../../support/provider.ts";

const RECORD = "aws:route53/record:Record";
const GET_ZONE = "aws:route53/getZone:getZone";

let cloud: SimulatedCloud;
let provider: Provider;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
  addHostedZone(cloud, { id: "Z1", name: "example.com", delegated: true });
});

function record(changes: object = {}) {
  return provider.create(RECORD, "x", {
    ...{ zoneId: "Z1", name: "a.example.com.", type: "CNAME", ttl: 300, records: ["b.example.com"] },
    ...changes,
  });
}

describe("a record", () => {
  it("is there when the name servers have it, under the name that the provider keeps", () => {
    const before = cloud.clock.now();
    const made = record();
    expect(cloud.clock.now() - before).toBe(60_000);
    expect(made.id).toBe("Z1_a.example.com_CNAME");
    expect(made.outputs).toEqual({
      ...{ zoneId: "Z1", name: "a.example.com", type: "CNAME", ttl: 300, records: ["b.example.com"] },
      fqdn: "a.example.com",
    });
    expect(made.missingInPreview()).toEqual([]);
    expect(made.drift()).toEqual([]);
    made.update({ ...made.inputs, records: ["c.example.com"] });
    expect(made.outputs["records"]).toEqual(["c.example.com"]);
    made.delete();
    expect(made.drift()).toBeUndefined();
    made.delete();
  });

  it("does not take the place of another one, unless it may", () => {
    record();
    expect(() => record()).toThrow(
      "creating Route53 Record: InvalidChangeBatch: [Tried to create resource record set [name='a.example.com.', type='CNAME'] but it already exists]",
    );
    expect(record({ allowOverwrite: true, ttl: 60 }).outputs["ttl"]).toBe(60);
    expect(() => record({ type: "A", records: ["192.0.2.1"] })).toThrow(
      "RRSet of type A with DNS name a.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.",
    );
  });

  it("has a target that is there", () => {
    const alias = (zoneId: string) => ({
      ...{ type: "A", ttl: undefined, records: undefined, name: "*.example.com" },
      aliases: [{ name: "none.ap-northeast-2.elb.amazonaws.com", zoneId, evaluateTargetHealth: true }],
    });
    expect(() => record(alias("ZWKZPGTI48KDX"))).toThrow(
      "Tried to create an alias that targets none.ap-northeast-2.elb.amazonaws.com., type A in zone ZWKZPGTI48KDX, but that target was not found",
    );
  });

  it("is refused outside of its zone, and without one", () => {
    const ChangeBatch = {
      Changes: [{ Action: "CREATE", ResourceRecordSet: { Name: "a.example.org", Type: "A" } }],
    } as const;
    const change = (HostedZoneId: string) =>
      cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch });
    expect(() => change("Z1")).toThrow(
      "RRSet with DNS name a.example.org. is not permitted in zone example.com.",
    );
    expect(() => record({ zoneId: "Z9" })).toThrow("No hosted zone found with ID: Z9");
  });

  it("is what the zone with the longest name that the public asks says", () => {
    record();
    const value = () => publicRecordSet(cloud, "a.example.com", "CNAME")?.ResourceRecords?.[0]?.Value;
    expect(value()).toBe("b.example.com");
    addHostedZone(cloud, { name: "a.example.com", vpcIds: ["vpc-1"], delegated: true });
    addHostedZone(cloud, { name: "a.example.com", delegated: false });
    expect(value()).toBe("b.example.com");
    addHostedZone(cloud, { name: "a.example.com", delegated: true });
    expect(value()).toBeUndefined();
  });
});

describe("a hosted zone", () => {
  it("is found by id, and by name and kind", () => {
    const found = {
      ...{ id: "Z1", zoneId: "Z1", arn: "arn:aws:route53:::hostedzone/Z1", name: "example.com" },
      ...{ privateZone: false, tags: {} },
    };
    expect(provider.invoke(GET_ZONE, { zoneId: "Z1" })).toEqual(found);
    expect(provider.invoke(GET_ZONE, { name: "example.com." })).toEqual(found);
    expect(() => provider.invoke(GET_ZONE, { name: "example.com", privateZone: true })).toThrow(
      "no matching Route 53 Hosted Zone found",
    );
    expect(() => provider.invoke(GET_ZONE, { zoneId: "Z2" })).toThrow("couldn't find resource");
  });

  it("must be the only one of its name", () => {
    addHostedZone(cloud, { name: "example.com", delegated: false });
    expect(() => provider.invoke(GET_ZONE, { name: "example.com" })).toThrow(
      "multiple Route 53 Hosted Zones matched",
    );
  });
});
