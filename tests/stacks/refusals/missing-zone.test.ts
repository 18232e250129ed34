import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { refuseMissingZone } from "../../../stacks/refusals/missing-zone.ts";
import { refused } from "../../support/refused.ts";

const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();

afterEach(() => {
  warn.mockClear();
});

type Zone = NonNullable<OwnerConfig["dns"]["zone"]>;

/** What is refused, and then what is warned of. Zone PRIVATE is private, and so is one that is asked for as such. */
async function said(config: object): Promise<readonly unknown[]> {
  const all = {
    apps: [],
    addons: {},
    certificate: {},
    dns: {},
    ingress: {},
    ...config,
  } as unknown as OwnerConfig;
  const refusal = await refused(() => refuseMissingZone(all), {
    "aws:route53/getZone:getZone"({
      zoneId = "Z1",
      name = "example.com",
      privateZone = zoneId === "PRIVATE",
    }) {
      if (name === "none.com") throw new Error("no matching Route 53 Hosted Zone found");
      if (name === "two.com") throw new Error("multiple Route 53 Hosted Zones matched; use more");
      return { zoneId, name, privateZone };
    },
  });
  return [refusal, ...warn.mock.calls.map(([message]) => message)];
}

it.each<[Zone, string]>([
  [
    { name: "none.com" },
    'name is "none.com", but the account has no such public hosted zone; make it, or name one that is there',
  ],
  [
    { name: "none.com", private: true },
    'name is "none.com", but the account has no such private hosted zone; make it, or name one that is there',
  ],
  [
    { name: "two.com" },
    'name is "two.com", but the account has several public hosted zones of that name; give dns.zone.id',
  ],
  [
    { id: "Z1" },
    'id is "Z1", the zone example.com, which a.none.com, a.two.com are not in; give a zone of all names, or other names',
  ],
])("names must be in a zone that is there, and not in %j", async (zone, expected) => {
  const names = ["a.none.com", "a.two.com"];
  expect(await said({ dns: { zone, names } })).toEqual([`dns.zone.${expected}`]);
});

it("a certificate is not validated in a private zone", async () => {
  expect(await said({ certificate: { zone: { id: "PRIVATE" }, names: ["example.com"] } })).toEqual([
    'certificate.zone.id is "PRIVATE", but the account has no such public hosted zone; make it, or name one that is there',
  ]);
});

it("names that others find than those who reach the load balancer are warned of", async () => {
  const names = ["a.example.com"];
  const internal = { scheme: "internal" };
  expect(await said({ dns: { zone: { id: "Z1" }, names } })).toEqual(["accepted"]);
  expect(await said({ dns: { zone: { id: "PRIVATE" }, names }, ingress: internal })).toEqual(["accepted"]);
  expect(await said({ dns: { zone: { name: "example.com" }, names }, ingress: internal })).toEqual([
    "accepted",
    "dns.zone is the public zone example.com, but ingress.scheme is internal: everybody finds the names, with private addresses that only the VPC and networks behind it reach; give a private zone, unless this is meant",
  ]);
  warn.mockClear();
  expect(await said({ dns: { zone: { id: "PRIVATE" }, names } })).toEqual([
    "accepted",
    "dns.zone is the private zone example.com, but ingress.scheme is internet-facing: the internet does not find the names, and clients in its VPCs leave these for the load balancer; give a public zone, or scheme internal, unless this is meant",
  ]);
});

it.each(["primary", "member"])(
  "zones of the ExternalDNS of a %s must be there, and may be private",
  async (role) => {
    const zones = [{ id: "PRIVATE" }, { name: "example.com", private: true }, { name: "two.com" }];
    expect(await said({ role, addons: { externalDns: { zones } } })).toEqual([
      'addons.externalDns.zones[2].name is "two.com", but the account has several public hosted zones of that name; give addons.externalDns.zones[2].id',
    ]);
  },
);
