import { describe, expect, it } from "vitest";
import { configProblems, loadConfig } from "../../support/config-problems.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { dnsNamesArgs } from "../../../stacks/load-balancer/dns-names.ts";

const zone = { name: "example.com" };
const app = (...hosts: string[]) => ({ content: { type: "colour-page" }, routes: [{ hosts }] });

describe("the names of a load balancer", () => {
  it("are the hosts of the routes that can be names", async () => {
    const apps = { a: app("www.example.com", "api-*.example.com"), b: app("*.example.com") };
    const config = (await loadConfig("cluster1", { apps, app: undefined, dns: { zone } })) as OwnerConfig;
    expect(config).not.toBeInstanceOf(Error);
    expect(dnsNamesArgs(config, "arn").names).toEqual(["*.example.com", "www.example.com"]);
  });

  it.each([
    [{ dns: { zone, names: ["example.com"] } }],
    [{ dns: { zone: { name: "example.com", private: true }, names: ["a.example.com"] } }],
  ])("may be %j", async (changes) => {
    expect(await configProblems("cluster1", changes)).toEqual(["accepted"]);
  });

  it.each<[string, Parameters<typeof configProblems>[1], string]>([
    [
      "cluster1",
      { dns: { zone } },
      "dns.names is missing, and no route names a host that can be one; give the names of the load balancer",
    ],
    [
      "cluster1",
      { dns: { names: ["example.com"] } },
      "dns.zone is missing; give the hosted zone of the names, by id or by name",
    ],
    [
      "cluster1",
      { dns: { zone, names: ["example.org"] } },
      'dns.names[0] is "example.org", which is not in zone example.com; leave it out, or give the zone that it is in',
    ],
    ["cluster1", { dns: { zone, names: [] } }, "dns.names is empty; give at least one name"],
    [
      "cluster2",
      { dns: { names: ["example.com"] } },
      "dns.names is set, but a member joins the load balancer of its shared stack; set it there",
    ],
  ])("of %s must not be %j", async (stack, changes, expected) => {
    expect(await configProblems(stack, changes)).toEqual([expected]);
  });
});
