import { beforeEach, describe, expect, it } from "vitest";
import { eksState } from "../../../../../sim/aws/eks/state.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../../../../sim/kubernetes/objects.ts";
import { isReady } from "../../../../../sim/kubernetes/pods.ts";
import type { KubernetesApi } from "../../../../../sim/kubernetes/types.ts";
import { makeCluster, makeNodegroup, makeWorld, nodesOf, type World } from "../world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const GROUP = { clusterName: "myeks", nodegroupName: "ng" };

let world: World;
let api: KubernetesApi;

beforeEach(() => {
  world = makeWorld();
  makeCluster(world);
  makeNodegroup(world, { version: "1.34", scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 } });
  api = clustersOf(world.cloud).get("myeks")!.api;
});

const group = () => eksState(world.cloud).nodegroups.get("myeks/ng");
const call = (action: "UpdateNodegroupVersion" | "DeleteNodegroup", changes: object = {}) =>
  world.cloud.call(world.cloud.administrator, "eks", action, { ...GROUP, ...changes } as never);
const dns = () => api.list("v1/Pod", { labels: { "k8s-app": "kube-dns" } }) as Pod[];

function protect(spec: object): void {
  api.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "dns", namespace: "kube-system" },
    spec: { selector: { matchLabels: { "k8s-app": "kube-dns" } }, ...spec },
  });
}

/** Fewest pods that were ready at any second of a time. */
function fewestReady(ms: number): number {
  let fewest = Infinity;
  for (let passed = 0; passed < ms; passed += SECOND_MS) {
    world.cloud.clock.advance(SECOND_MS);
    fewest = Math.min(fewest, dns().filter(isReady).length);
  }
  return fewest;
}

describe("an update of a node group's version", () => {
  it("keeps all pods but one ready throughout, with a budget that lets one go", () => {
    protect({ maxUnavailable: 1 });
    call("UpdateNodegroupVersion", { version: "1.35" });
    expect(fewestReady(15 * MINUTE_MS)).toBe(1);
    expect(group()).toMatchObject({ status: "ACTIVE", version: "1.35" });
    expect(dns().filter(isReady)).toHaveLength(2);
  });

  it.each([
    [{ maxUnavailable: 2 }, 0],
    [{ maxUnavailablePercentage: 99 }, 1],
    [{ maxUnavailablePercentage: 100 }, 0],
  ])("takes as many nodes away at a time as %j says", (updateConfig, left) => {
    world.cloud.call(world.cloud.administrator, "eks", "UpdateNodegroupConfig", { ...GROUP, updateConfig });
    world.cloud.clock.advance(MINUTE_MS);
    const old = nodesOf(world).map(({ metadata }) => metadata.name);
    call("UpdateNodegroupVersion", { version: "1.35" });
    const isThere = ({ metadata }: { readonly metadata: { readonly name: string } }) =>
      old.includes(metadata.name);
    world.cloud.clock.waitUntil(() => nodesOf(world).filter(isThere).length < 2, 15 * MINUTE_MS);
    expect(nodesOf(world).filter(isThere)).toHaveLength(left);
  });

  it("takes one node after the other, when new ones are there and no old one takes new pods", () => {
    const old = nodesOf(world).map(({ metadata }) => metadata.name);
    call("UpdateNodegroupVersion", { version: "1.35" });
    const seen = new Set<string>();
    for (let passed = 0; passed < 10 * MINUTE_MS; passed += SECOND_MS) {
      world.cloud.clock.advance(SECOND_MS);
      const left = nodesOf(world).filter(({ metadata }) => old.includes(metadata.name));
      const closed = left.filter(
        ({ spec, metadata }) =>
          spec["unschedulable"] === true &&
          metadata.labels?.["node.kubernetes.io/exclude-from-external-load-balancers"] === "true",
      );
      seen.add(`${nodesOf(world).length} nodes, ${left.length} of them old, ${closed.length} closed`);
    }
    expect([...seen]).toEqual([
      "2 nodes, 2 of them old, 0 closed",
      "4 nodes, 2 of them old, 0 closed",
      "4 nodes, 2 of them old, 2 closed",
      "3 nodes, 1 of them old, 1 closed",
      "2 nodes, 0 of them old, 0 closed",
    ]);
  });

  it("fails after a quarter of an hour with a budget that lets none go, and changes nothing then", () => {
    protect({ maxUnavailable: 0 });
    const stuck = dns().map(({ spec }) => spec.nodeName);
    call("UpdateNodegroupVersion", { version: "1.35" });
    world.cloud.clock.advance(15 * MINUTE_MS);
    expect(group().status).toBe("UPDATING");
    world.cloud.clock.advance(3 * MINUTE_MS);
    expect(group()).toMatchObject({
      status: "ACTIVE",
      version: "1.34",
      health: { issues: [] },
      failedUpdate: {
        code: "PodEvictionFailure",
        message: "Reached max retries while trying to evict pods from nodes in node group ng",
        resourceIds: [expect.stringMatching(/^ip-/)],
      },
    });
    expect(dns().map(({ spec }) => spec.nodeName)).toEqual(stuck);
  });

  it("deletes such pods when it is forced", () => {
    protect({ maxUnavailable: 0 });
    call("UpdateNodegroupVersion", { version: "1.35", force: true });
    world.cloud.clock.advance(40 * MINUTE_MS);
    expect(group()).toMatchObject({ status: "ACTIVE", version: "1.35" });
    expect(group().failedUpdate).toBeUndefined();
  });

  it("succeeds once the budget lets pods go", () => {
    protect({ maxUnavailable: 0 });
    call("UpdateNodegroupVersion", { version: "1.35" });
    world.cloud.clock.advance(20 * MINUTE_MS);
    api.delete("policy/v1/PodDisruptionBudget", "kube-system", "dns");
    call("UpdateNodegroupVersion", { version: "1.35" });
    world.cloud.clock.advance(20 * MINUTE_MS);
    expect(group()).toMatchObject({ status: "ACTIVE", version: "1.35" });
    expect(group().failedUpdate).toBeUndefined();
    expect(nodesOf(world)).toHaveLength(2);
  });
});

describe("deleting a node group", () => {
  it("ends nodes after a quarter of an hour whose pods may not be evicted", () => {
    protect({ maxUnavailable: 0 });
    call("DeleteNodegroup");
    world.cloud.clock.advance(15 * MINUTE_MS - SECOND_MS);
    expect(nodesOf(world)).toHaveLength(2);
    world.cloud.clock.advance(2 * SECOND_MS);
    expect(nodesOf(world)).toEqual([]);
  });
});
