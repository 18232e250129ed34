import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { warnOfUncoveredHosts } from "../../../stacks/refusals/uncovered-hosts.ts";
import { loadConfig } from "../../support/config-problems.ts";

const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
const zone = { name: "example.com" };
const GIVEN = "arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** What is warned of, where routes name these hosts. */
async function said(hosts: readonly string[], keys: object): Promise<readonly unknown[]> {
  warn.mockClear();
  const apps = {
    shop: { content: { type: "colour-page" }, routes: hosts.map((host) => ({ hosts: [host] })) },
  };
  const config = await loadConfig("cluster1", { app: undefined, apps, ...keys });
  await warnOfUncoveredHosts(config as OwnerConfig);
  return warn.mock.calls.map(([message]) => message);
}

const certificate = (...names: string[]) => ({ certificate: { zone, names } });

it.each<[string[], object]>([
  [["shop.example.com", "Example.com"], certificate("example.com", "*.example.com")],
  [["api-*.example.com", "*.example.com"], certificate("*.example.com")],
  [["shop.example.com"], { certificate: { zone }, dns: { zone } }],
  [["shop.example.com"], {}],
  [["shop.example.com"], { ...certificate("example.com"), ingress: { tls: { certificateArns: [GIVEN] } } }],
])("nothing is said of %j with %j", async (hosts, keys) => {
  expect(await said(hosts, keys)).toEqual([]);
});

it("browsers refuse hosts of routes and names of the load balancer that its certificate is not for", async () => {
  const names = ["www.example.com", "a.b.example.com"];
  expect(
    await said(["example.com", "a.b.example.com"], { ...certificate("*.example.com"), dns: { zone, names } }),
  ).toEqual([
    "the certificate is for *.example.com, but not for " +
      "apps.shop.routes[0].hosts[0] (example.com), apps.shop.routes[1].hosts[0] (a.b.example.com): browsers refuse to connect; " +
      "add them to certificate.names, unless clients come through a proxy that asks for another name",
  ]);
  expect(await said(["shop.example.com"], { certificate: { zone }, dns: { zone, names } })).toEqual([
    "the certificate is for shop.example.com, but not for dns.names[0] (www.example.com), dns.names[1] (a.b.example.com): " +
      "browsers refuse to connect; add them to certificate.names, unless clients come through a proxy that asks for another name",
  ]);
});
