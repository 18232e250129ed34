/** A living cluster gets a newer Kubernetes version: docs/runbooks/upgrade-a-cluster.md, step by step, under load. */
import { beforeAll, expect, it } from "vitest";
import { eksState } from "../../sim/aws/eks/state.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";
import { expectServed, HOUR_MS } from "../support/under-load.ts";

const GROUP = { name: "ng", instanceTypes: ["t3.medium"], count: 3, diskSizeGib: 30 };

const APPS: Changes = {
  app: undefined,
  apps: {
    "2048": { content: { type: "colour-page" } },
    shop: { image: "registry.example.com/shop:1", routes: [{ hosts: ["shop.example.com"] }], order: -1 },
  },
  nodeGroups: [GROUP],
};

const SETTINGS: Changes = { ...APPS, nodeGroups: [{ ...GROUP, maxUnavailable: 2 }] };
const UPGRADE: Changes = { ...SETTINGS, kubernetesVersion: "1.36" };

let fleet: LivingFleet;
let loads: readonly VirtualLoad[];

beforeAll(async () => {
  fleet = new LivingFleet();
  const { outputs } = await fleet.succeed("cluster1", APPS);
  await fleet.succeed("cluster2", APPS);
  fleet.cloud.clock.advance(HOUR_MS);
  const dnsName = String(outputs["loadBalancerDnsName"]);
  loads = [{}, { host: "shop.example.com" }].map(
    (request) => new VirtualLoad(fleet.cloud, { dnsName, requests: [request] }),
  );
});

/** Until an hour after the last update no request failed, and both clusters answered for every application all the time. */
function expectAllServed(): void {
  fleet.cloud.clock.advance(HOUR_MS);
  for (const load of loads) expectServed(load);
}

/** Versions of control planes and node groups, by cluster. */
function versions(): Readonly<Record<string, readonly string[]>> {
  const { clusters, nodegroups } = eksState(fleet.cloud);
  return Object.fromEntries(
    clusters
      .values()
      .map(({ name, version }) => [
        name,
        [
          version,
          ...nodegroups.where(({ clusterName }) => clusterName === name).map((group) => group.version),
        ],
      ]),
  );
}

/** The fleet after `pulumi refresh`: the state has the versions that the node groups have. */
function refreshed({ cloud, host }: LivingFleet): LivingFleet {
  const groups = eksState(cloud).nodegroups.values();
  const saved = Object.entries(host.save()).map(([name, stack]) => {
    const resources = stack.resources.map((record) => {
      const { version } = groups.find(({ nodegroupArn }) => nodegroupArn === record.outputs["arn"]) ?? {};
      return version === undefined ? record : { ...record, inputs: { ...record.inputs, version } };
    });
    return [name, { ...stack, resources }] as const;
  });
  return new LivingFleet({ cloud, saved: Object.fromEntries(saved) });
}

it.each(["cluster2", "cluster1"])("takes update settings first, in %s", async (stack) => {
  const { steps } = await fleet.succeed(stack, SETTINGS);
  expect(steps).toEqual([
    `update aws:eks/nodeGroup:NodeGroup ${stack === "cluster1" ? "myeks" : "myeks-cluster2"}-ng`,
  ]);
  expectAllServed();
});

it("upgrades a member's control plane, add-ons and nodes in place", async () => {
  const { steps } = await fleet.succeed("cluster2", UPGRADE);
  expect(steps).toEqual([
    "update aws:eks/cluster:Cluster myeks-cluster2-eksCluster",
    "update aws:eks/addon:Addon myeks-cluster2-kube-proxy",
    "update aws:eks/nodeGroup:NodeGroup myeks-cluster2-ng",
  ]);
  expect(versions()).toEqual({ myeks: ["1.35", "1.35"], "myeks-cluster2": ["1.36", "1.36"] });
  expectAllServed();
});

it("fails where a budget lets no pod go, goes on serving, and ends once it does", async () => {
  const { api } = clustersOf(fleet.cloud).get("myeks")!;
  const budget = (maxUnavailable: number) =>
    api.patch("policy/v1/PodDisruptionBudget", "game-2048", "shop", { spec: { maxUnavailable } });
  budget(0);
  const { failures } = await fleet.up("cluster1", UPGRADE);
  expect(failures.map(({ message }) => message).join("\n")).toContain("PodEvictionFailure");
  expect(versions()).toEqual({ myeks: ["1.36", "1.35"], "myeks-cluster2": ["1.36", "1.36"] });
  expectAllServed();
  budget(1);
  fleet = refreshed(fleet);
  expect((await fleet.succeed("cluster1", UPGRADE)).steps).toEqual([
    "update aws:eks/nodeGroup:NodeGroup myeks-ng",
  ]);
  expect(versions()).toEqual({ myeks: ["1.36", "1.36"], "myeks-cluster2": ["1.36", "1.36"] });
  expectAllServed();
});
