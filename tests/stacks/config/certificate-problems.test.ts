import { describe, expect, it } from "vitest";
import { configProblems, loadConfig } from "../../support/config-problems.ts";
import { certificateArgs } from "../../../stacks/load-balancer/certificate.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";

const zone = { name: "example.com" };
const app = (...hosts: string[]) => ({ content: { type: "colour-page" }, routes: [{ hosts }] });

describe("the certificate of a stack", () => {
  it("is for the hosts of the routes, in an order that does not follow that of applications", async () => {
    const apps = { b: app("www.example.com", "Example.com"), a: app("*.example.com", "www.example.com") };
    const config = (await loadConfig("cluster1", {
      apps,
      app: undefined,
      certificate: { zone },
    })) as OwnerConfig;
    expect(certificateArgs(config).names).toEqual(["*.example.com", "example.com", "www.example.com"]);
  });

  it.each([
    [{ certificate: { zone, names: ["example.com"] } }],
    [{ certificate: { zone, names: ["example.com"] }, ingress: { tls: { redirectHttp: false } } }],
    [{ certificate: { zone, names: ["example.com"] }, ingress: { ownership: "pulumi" } }],
  ])("may be %j", async (changes) => {
    expect(await configProblems("cluster1", changes)).toEqual(["accepted"]);
  });

  it.each<[string, Parameters<typeof configProblems>[1], string]>([
    [
      "cluster1",
      { certificate: { zone } },
      "certificate.names is missing, and no route names a host; give the names of the certificate",
    ],
    [
      "cluster1",
      { certificate: { names: ["example.com"] } },
      "certificate.zone is missing; give the hosted zone of the names, by id or by name",
    ],
    [
      "cluster1",
      { certificate: { zone }, app: undefined, apps: { a: app("api-*.example.com") } },
      'certificate.names is missing, and apps.a.routes[0].hosts[0] is "api-*.example.com", which no certificate can be for; give names, each a domain name in lower case such as www.example.com or *.example.com',
    ],
    [
      "cluster1",
      { certificate: { zone, names: ["example.org"] } },
      'certificate.names[0] is "example.org", which is not in zone example.com; leave it out, or give the zone that it is in',
    ],
    [
      "cluster1",
      { ingress: { tls: { redirectHttp: true } } },
      "ingress.tls.certificateArns is empty; give at least one certificate",
    ],
    [
      "cluster2",
      { certificate: { names: ["example.com"] } },
      "certificate.names is set, but a member joins the load balancer of its shared stack; set it there",
    ],
  ])("of %s must not be %j", async (stack, changes, expected) => {
    expect(await configProblems(stack, changes)).toEqual([expected]);
  });

  it("is not for a listener that somebody else has", async () => {
    const listenerArn =
      "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/x/0123456789abcdef/0123456789abcdef";
    const ingress = { ownership: "pulumi", listenerArn, priorityFrom: 100 };
    expect(
      await configProblems("cluster1", { ingress, certificate: { zone, names: ["example.com"] } }),
    ).toEqual([
      "certificate is set, but ingress.listenerArn puts the routes on a listener that has certificates of its own; remove it",
    ]);
  });
});
