import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { externalDnsProblems } from "../../../stacks/config/external-dns-problems.ts";
import type { StackConfig } from "../../../stacks/config/stack-config.ts";
import { configProblems } from "../../support/config-problems.ts";

const ZONES = [{ name: "example.com" }];
const apps = [{ overridden: [], entry: { routes: [{ hosts: ["www.example.com", "www.example.org"] }] } }];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "external-dns-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Another stack of the project. */
function stack(name: string, values: object): void {
  const config = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${pulumi.getProject()}:${key}`, value]),
  );
  writeFileSync(join(folder, `Pulumi.${name}.yaml`), JSON.stringify({ config }));
}

function problems(config: object): string[] {
  const found = externalDnsProblems(
    { role: "primary", apps, clusterName: "myeks", ...config } as unknown as StackConfig,
    folder,
  );
  return found.map(({ path, reason }) => `${path} ${reason}`);
}

function withExternalDns(fields: object = {}) {
  return { addons: { externalDns: { zones: ZONES, ...fields } } };
}

describe("the owner id of an ExternalDNS", () => {
  it("is another in every stack of the project, by default and when it is given", () => {
    stack("two", { role: "member", clusterName: "other", ...withExternalDns() });
    stack("three", { role: "member", clusterName: "third", ...withExternalDns({ txtOwnerId: "shared" }) });
    stack("edge", { role: "edge", clusterName: "myeks", ...withExternalDns() });
    stack("none", { role: "member", clusterName: "myeks" });
    const member = { role: "member", clusterName: "myeks" };
    expect(problems({ ...member, ...withExternalDns() })).toEqual([]);
    expect(problems({ ...member, addons: {} })).toEqual([]);
    expect(problems({ ...member, ...withExternalDns({ txtOwnerId: "shared" }) })).toEqual([
      `addons.externalDns.txtOwnerId is "shared", as is that of stack three (Pulumi.three.yaml): each would take the other's records for its own, and delete them with policy sync; give every cluster its own`,
    ]);
    expect(problems({ ...member, clusterName: "other", ...withExternalDns() })).toEqual([
      `addons.externalDns.txtOwnerId is "${pulumi.getProject()}/other", as is that of stack two (Pulumi.two.yaml): each would take the other's records for its own, and delete them with policy sync; give every cluster its own`,
    ]);
  });

  it("does not stand in the project's file, from which all stacks have it", () => {
    const { addons } = withExternalDns({ txtOwnerId: "all" });
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      JSON.stringify({ config: { [`${pulumi.getProject()}:addons`]: { value: addons } } }),
    );
    stack("two", { role: "member", clusterName: "other" });
    expect(problems({ role: "member", addons })).toEqual([
      `addons.externalDns.txtOwnerId is "all", as is that of stack two (Pulumi.two.yaml): each would take the other's records for its own, and delete them with policy sync; give every cluster its own`,
    ]);
  });
});

describe("a host of the shared load balancer", () => {
  const other = { role: "primary", clusterName: "other" };
  const twice = (theirs: string) =>
    `makes www.example.com, and so does ${theirs} of stack two (Pulumi.two.yaml); a name has one owner, so leave one of them out, or narrow it`;

  it("is not made by an ExternalDNS and by the key dns of another stack", () => {
    stack("two", { role: "edge", edgeName: "edge", dns: { zone: ZONES[0] } });
    expect(problems(withExternalDns())).toEqual([`addons.externalDns ${twice("dns")}`]);
    stack("two", { ...other, ...withExternalDns() });
    expect(problems({ role: "edge", addons: {}, dns: { zone: ZONES[0] } })).toEqual([
      `dns ${twice("addons.externalDns")}`,
    ]);
  });

  it("is not made by the ExternalDNS of two clusters", () => {
    stack("two", { ...other, ...withExternalDns() });
    expect(problems(withExternalDns())).toEqual([`addons.externalDns ${twice("addons.externalDns")}`]);
  });

  it.each<[string, object]>([
    ["its domains are others", withExternalDns({ domainFilters: ["shop.example.com"] })],
    ["it does not look at Ingresses", withExternalDns({ sources: ["service"] })],
    [
      "it does not look at routes, and those are what there is",
      { ...withExternalDns({ sources: ["ingress"] }), ingress: { kind: "gateway" } },
    ],
    ["the cluster has no Ingress", { ...withExternalDns(), ingress: { ownership: "pulumi" } }],
    ["it is that of a member", { ...withExternalDns(), role: "member" }],
    ["the stack itself makes the names", { ...withExternalDns(), dns: { names: ["a.example.com"] } }],
    ["there is none", { addons: {} }],
  ])("may be made by another stack where %s", (_why, config) => {
    stack("two", { ...other, ...withExternalDns() });
    expect(problems(config)).toEqual([]);
  });
});

describe("the key addons.externalDns", () => {
  it("is refused in the words of the component", async () => {
    const externalDns = { zones: [], sources: ["gateway-grpcroute"] };
    expect(await configProblems("cluster1", { addons: { externalDns } })).toEqual([
      "addons.externalDns.zones is empty; give at least one hosted zone",
      'addons.externalDns.sources[0] is "gateway-grpcroute", but the cluster does not have the Gateway API; leave it out, or set addons.gatewayApi to true',
    ]);
  });

  it("looks at routes where the cluster has the Gateway API", async () => {
    const externalDns = { zones: ZONES, sources: ["gateway-grpcroute"] };
    expect(await configProblems("cluster1", { addons: { externalDns, gatewayApi: true } })).toEqual([
      "accepted",
    ]);
  });

  it("needs the agent of Pod Identity for it", async () => {
    const externalDns = { zones: ZONES, identity: "pod-identity" };
    expect(await configProblems("cluster1", { addons: { externalDns, podIdentityAgent: false } })).toEqual([
      "addons.podIdentityAgent is false, but ExternalDNS gets its credentials through this agent, as addons.externalDns.identity is pod-identity; leave it out, or set addons.externalDns.identity to irsa",
    ]);
  });
});
