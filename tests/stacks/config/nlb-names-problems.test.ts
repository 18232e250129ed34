import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appsOf } from "../../../stacks/apps/app.ts";
import { nlbNamesProblems } from "../../../stacks/config/nlb-names-problems.ts";
import type { StackConfig } from "../../../stacks/config/stack-config.ts";

const HOSTS = ["play.example.com"];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nlb-names-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function appWith(names: object) {
  return { play: { image: "play:1", routes: [], nlb: { ports: [{ port: 80 }], names } } };
}

/** Another stack of the project. */
function stack(name: string, names: object, fields: object = {}): void {
  const values = { role: "member", clusterName: name, apps: appWith(names), ...fields };
  const config = Object.entries(values).map(([key, value]) => [`${pulumi.getProject()}:${key}`, value]);
  writeFileSync(join(folder, `Pulumi.${name}.yaml`), JSON.stringify({ config: Object.fromEntries(config) }));
}

function problems(
  names: object,
  { externalDns = {}, apps = {}, appOverrides = {}, role = "member" }: Given = {},
): string[] {
  const zones = [{ name: "example.com" }];
  const addons = externalDns === null ? {} : { externalDns: { zones, policy: "sync", ...externalDns } };
  const all = { ...appWith(names), ...apps };
  const keys = { app: {}, apps: all, appOverrides, namespace: "default" } as unknown as Parameters<
    typeof appsOf
  >[0];
  const config = { role, clusterName: "myeks", addons, apps: appsOf(keys) };
  return nlbNamesProblems(config as unknown as StackConfig, folder).map(
    ({ path, reason }) => `${path} ${reason}`,
  );
}

interface Given {
  readonly externalDns?: object | null;
  readonly apps?: object;
  readonly appOverrides?: object;
  readonly role?: string;
}

describe("names of a load balancer of an application's own", () => {
  it("need an ExternalDNS that looks at Services, and with weights may delete", () => {
    expect(problems({ hosts: HOSTS })).toEqual([]);
    expect(problems({ hosts: HOSTS }, { externalDns: null })).toEqual([
      "apps.play.nlb.names is made by ExternalDNS, which the cluster does not have; give addons.externalDns, or leave it out",
    ]);
    expect(problems({ hosts: [] }, { externalDns: null })).toEqual([]);
    expect(problems({ hosts: HOSTS }, { externalDns: { sources: ["ingress"] } })).toEqual([
      "apps.play.nlb.names is made by ExternalDNS from Services, and addons.externalDns.sources is ingress; add service, or leave names out",
    ]);
    expect(problems({ hosts: HOSTS }, { externalDns: { policy: "upsert-only" } })).toEqual([]);
    expect(problems({ hosts: HOSTS, weight: 9 }, { externalDns: { policy: "upsert-only" } })).toEqual([
      "apps.play.nlb.names.weight is 9, and addons.externalDns.policy is upsert-only, which deletes no record: one without weight cannot become weighted, and that of a cluster which is taken away stays; use policy sync",
    ]);
  });

  it("are in its domains, and are nobody else's in the cluster", () => {
    const externalDns = { domainFilters: ["play.example.com"] };
    expect(
      problems({ hosts: [...HOSTS, "eu.play.example.com", "www.example.com"] }, { externalDns }),
    ).toEqual([
      'apps.play.nlb.names.hosts[2] is "www.example.com", which is in none of the domains of addons.externalDns, play.example.com; use another name, or add its domain there',
    ]);
    const apps = {
      chat: { image: "chat:1", routes: [], nlb: { ports: [{ port: 80 }], names: { hosts: HOSTS } } },
      web: { image: "web:1", routes: [{ hosts: ["www.example.com"] }] },
    };
    expect(problems({ hosts: [...HOSTS, "www.example.com"] }, { apps })).toEqual([
      'apps.play.nlb.names.hosts[0] is "play.example.com", as is apps.chat.nlb.names.hosts[0], for another load balancer; use another name',
      'apps.play.nlb.names.hosts[1] is "www.example.com", as is apps.web.routes[0].hosts[0], for the shared load balancer; use another name',
    ]);
  });

  it("are those of the first cluster where all share a load balancer, without weights", () => {
    const shared = (weight: object) => {
      const { play } = appWith({ hosts: HOSTS, ...weight });
      return { play: { ...play, nlb: { ...play.nlb, shared: true } } };
    };
    stack("two", {}, { apps: shared({}) });
    expect(problems({}, { apps: shared({}), role: "primary" })).toEqual([]);
    expect(problems({}, { apps: shared({}), externalDns: null })).toEqual([]);
    expect(problems({}, { apps: shared({ weight: 1 }), role: "primary" })).toEqual([
      "apps.play.nlb.names.weight is for load balancers of which each cluster has one, and nlb.shared makes one for all; leave weight out",
    ]);
  });

  it("are shared with other stacks by weights, each with an identifier of its own", () => {
    const here = { hosts: HOSTS, weight: 90 };
    stack("two", { hosts: HOSTS, weight: 10 });
    stack("none", { hosts: HOSTS }, { appOverrides: { play: { absent: true } } });
    stack("edge", { hosts: HOSTS }, { role: "edge" });
    stack("empty", { hosts: HOSTS }, { appOverrides: { play: { nlb: { names: { hosts: [] } } } } });
    expect(problems(here)).toEqual([]);
    expect(problems({ ...here, setIdentifier: "two" })).toEqual([
      'apps.play.nlb.names.setIdentifier is "two", as is that of stack two (Pulumi.two.yaml) for play.example.com; give each its own',
    ]);
    expect(problems({ hosts: HOSTS })).toEqual([
      'apps.play.nlb.names.hosts[0] is "play.example.com", which stack two (Pulumi.two.yaml) has, too, with weight 10; give all of them nlb.names.weight, or hosts: [] to all but one',
    ]);
    stack("two", { hosts: HOSTS });
    const weight = { play: { nlb: { names: { weight: 1 } } } };
    expect(problems({ hosts: HOSTS }, { appOverrides: weight })).toEqual([
      'apps.play.nlb.names.hosts[0] is "play.example.com", which stack two (Pulumi.two.yaml) has, too, without a weight, and here has weight 1; give all of them nlb.names.weight, or hosts: [] to all but one',
    ]);
    expect(problems({ hosts: HOSTS }, { appOverrides: { play: { nlb: { names: { hosts: [] } } } } })).toEqual(
      [],
    );
  });
});
