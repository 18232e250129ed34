import { expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { eksState } from "../../../../sim/aws/eks/state.ts";
import type { Cloud } from "../../../../sim/core/cloud.ts";
import { clustersOf } from "../../../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../../../sim/kubernetes/objects.ts";
import { restoreWorld, saveWorld } from "../../../../sim/world.ts";
import { clusterRequest, makeCluster, makeNodegroup, makeWorld, nodegroupRequest } from "./world.ts";

/** The cloud as it comes back from a file. */
function reloaded(cloud: Cloud): Cloud {
  return restoreWorld(JSON.parse(JSON.stringify(saveWorld(cloud))));
}

function podAddresses(cloud: Cloud): (string | undefined)[] {
  const pods = (clustersOf(cloud).get("myeks")?.api.list("v1/Pod") ?? []) as Pod[];
  return pods.map(({ status }) => status.podIP).sort();
}

it("goes on with the creation of a cluster", () => {
  const world = makeWorld();
  world.cloud.call(world.cloud.administrator, "eks", "CreateCluster", clusterRequest(world));
  const cloud = reloaded(world.cloud);
  cloud.clock.advance(15 * 60_000);
  expect(eksState(cloud).clusters.get("myeks").status).toBe("ACTIVE");
  expect(clustersOf(cloud).get("myeks")?.version).toBe("1.35");
});

it("goes on with the update of a cluster", () => {
  const world = makeWorld();
  makeCluster(world, { version: "1.34" });
  const request = { name: "myeks", version: "1.35" };
  world.cloud.call(world.cloud.administrator, "eks", "UpdateClusterVersion", request);
  const cloud = reloaded(world.cloud);
  cloud.clock.advance(15 * 60_000);
  expect(eksState(cloud).clusters.get("myeks")).toMatchObject({ status: "ACTIVE", version: "1.35" });
});

it.each([5_000, 20_000, 50_000])("goes on with a node group that is %i ms old", (age) => {
  const world = makeWorld();
  makeCluster(world);
  world.cloud.call(world.cloud.administrator, "eks", "CreateNodegroup", nodegroupRequest(world));
  world.cloud.clock.advance(age);
  const cloud = reloaded(world.cloud);
  cloud.clock.advance(10 * 60_000);
  expect(eksState(cloud).nodegroups.get("myeks/ng").status).toBe("ACTIVE");
  expect(clustersOf(cloud).get("myeks")?.api.list("v1/Node")).toHaveLength(2);
});

it("goes on with deletions", () => {
  const world = makeWorld();
  makeCluster(world);
  makeNodegroup(world);
  const { administrator } = world.cloud;
  const key = { clusterName: "myeks", nodegroupName: "ng" };
  world.cloud.call(administrator, "eks", "DeleteNodegroup", key);
  let cloud = reloaded(world.cloud);
  cloud.clock.advance(20 * 60_000);
  expect(eksState(cloud).nodegroups.size).toBe(0);
  cloud.call(administrator, "eks", "DeleteCluster", { name: "myeks" });
  cloud = reloaded(cloud);
  cloud.clock.advance(20 * 60_000);
  expect(eksState(cloud).clusters.size).toBe(0);
  expect(clustersOf(cloud).size).toBe(0);
});

it("leaves pods their addresses and nodes their stock of them", () => {
  const world = makeWorld();
  makeCluster(world);
  makeNodegroup(world);
  const before = podAddresses(world.cloud);
  const interfaces = ec2State(world.cloud).networkInterfaces.size;
  const cloud = reloaded(world.cloud);
  cloud.clock.advance(10 * 60_000);
  expect(podAddresses(cloud)).toEqual(before);
  expect(ec2State(cloud).networkInterfaces.size).toBe(interfaces);
});

it("lets addresses rest on", () => {
  const world = makeWorld();
  makeCluster(world);
  makeNodegroup(world);
  const { cloud: before } = world;
  const [pod] =
    clustersOf(before)
      .get("myeks")
      ?.api.list("v1/Pod", { labels: { "k8s-app": "kube-dns" } }) ?? [];
  clustersOf(before)
    .get("myeks")
    ?.api.delete("v1/Pod", "kube-system", pod?.metadata.name ?? "");
  before.clock.advance(5_000);
  const released = () => eksState(cloud).podAddresses.where(({ releasedAt }) => releasedAt !== undefined);
  const cloud = reloaded(before);
  expect(released()).toHaveLength(1);
  cloud.clock.advance(40_000);
  expect(released()).toEqual([]);
});

it("goes on with an add-on that is coming up", () => {
  const world = makeWorld();
  makeCluster(world);
  world.cloud.call(world.cloud.administrator, "eks", "CreateAddon", {
    clusterName: "myeks",
    addonName: "vpc-cni",
    resolveConflicts: "OVERWRITE",
  });
  const cloud = reloaded(world.cloud);
  expect(eksState(cloud).addons.get("myeks/vpc-cni").status).toBe("CREATING");
  cloud.clock.advance(60_000);
  expect(eksState(cloud).addons.get("myeks/vpc-cni").status).toBe("ACTIVE");
});
