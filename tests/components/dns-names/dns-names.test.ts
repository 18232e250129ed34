import { describe, expect, it } from "vitest";
import { DnsNames, type DnsNamesArgs } from "../../../components/index.ts";
import { runProgram } from "../../support/pulumi-program.ts";

const loadBalancerArn = "arn:of:load-balancer";

async function records(zone: DnsNamesArgs["zone"]) {
  const { resources } = await runProgram(
    () => new DnsNames("edge", { names: ["example.com", "*.example.com"], zone, loadBalancerArn }),
    {
      calls: {
        "aws:route53/getZone:getZone": ({ name, privateZone }) => ({
          zoneId: `${privateZone === true ? "PRIVATE" : "PUBLIC"} ${String(name)}`,
        }),
        "aws:lb/getLoadBalancer:getLoadBalancer": ({ arn }) => ({
          dnsName: `name of ${String(arn)}`,
          zoneId: "ZWKZPGTI48KDX",
        }),
      },
    },
  );
  return resources.slice(1).map(({ name, inputs }) => ({ name, inputs }));
}

describe("names of a load balancer", () => {
  it("are aliases that follow it, and take no record over", async () => {
    const aliases = [
      {
        name: `name of ${loadBalancerArn}`,
        zoneId: "ZWKZPGTI48KDX",
        evaluateTargetHealth: true,
      },
    ];
    expect(await records({ id: "Z1" })).toEqual([
      { name: "edge-example.com", inputs: { zoneId: "Z1", name: "example.com", type: "A", aliases } },
      { name: "edge-*.example.com", inputs: { zoneId: "Z1", name: "*.example.com", type: "A", aliases } },
    ]);
  });

  it.each([
    [{ name: "example.com" }, "PUBLIC example.com"],
    [{ name: "example.com", private: true }, "PRIVATE example.com"],
  ])("are in the zone %j", async (zone, zoneId) => {
    expect((await records(zone))[0]?.inputs).toMatchObject({ zoneId });
  });

  it("are each in the zone, and named once", () => {
    const problems = DnsNames.problems("edge", {
      names: ["a.example.com", "a.example.com", "a.*.com"],
      zone: { name: "example.com" },
      loadBalancerArn,
    });
    expect(problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'names[2] is "a.*.com"; use a domain name in lower case such as www.example.com or *.example.com',
      'names[1] is "a.example.com", as is names[0]; name it once',
    ]);
  });
});
