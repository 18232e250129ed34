import { expect, it } from "vitest";
import type { KubeObject, OwnerReference } from "../../../../sim/kubernetes/types.ts";
import { run, startCluster, type TestCluster } from "../fixture.ts";

function configMap({ api }: TestCluster, name: string, owners: readonly KubeObject[] = []): KubeObject {
  const ownerReferences = owners.map(({ apiVersion, kind, metadata }): OwnerReference => ({
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    blockOwnerDeletion: true,
  }));
  return api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "game", ...(owners.length === 0 ? {} : { ownerReferences }) },
  });
}

function names({ api }: TestCluster): string[] {
  return api.list("v1/ConfigMap", { namespace: "game" }).map(({ metadata }) => metadata.name);
}

it("deletes what the deleted object owned, and what that owned", () => {
  const cluster = startCluster();
  const parent = configMap(cluster, "parent");
  const child = configMap(cluster, "child", [parent]);
  configMap(cluster, "grandchild", [child]);
  cluster.api.delete("v1/ConfigMap", "game", "parent");
  run(cluster, 1);
  expect(names(cluster)).toEqual([]);
});

it("keeps what has another owner, without the reference to the one that is gone", () => {
  const cluster = startCluster();
  const [first, second] = [configMap(cluster, "first"), configMap(cluster, "second")];
  configMap(cluster, "shared", [first, second]);
  cluster.api.delete("v1/ConfigMap", "game", "first");
  run(cluster, 1);
  expect(cluster.api.get("v1/ConfigMap", "game", "shared").metadata.ownerReferences).toMatchObject([
    { name: "second" },
  ]);
});

it("deletes a new object whose owner is gone already", () => {
  const cluster = startCluster();
  const owner = configMap(cluster, "owner");
  cluster.api.delete("v1/ConfigMap", "game", "owner");
  run(cluster, 1);
  configMap(cluster, "late", [owner]);
  run(cluster, 1);
  expect(names(cluster)).toEqual([]);
});

it("leaves orphans behind when asked to", () => {
  const cluster = startCluster();
  const owner = configMap(cluster, "owner");
  configMap(cluster, "child", [owner]);
  cluster.api.delete("v1/ConfigMap", "game", "owner", { propagation: "Orphan" });
  run(cluster, 1);
  expect(
    cluster.api.list("v1/ConfigMap", { namespace: "game" }).map(({ metadata }) => metadata.ownerReferences),
  ).toEqual([undefined]);
});

it("holds an owner that is deleted in the foreground until a blocking dependent's finalizers are gone", () => {
  const cluster = startCluster();
  const owner = configMap(cluster, "owner");
  configMap(cluster, "child", [owner]);
  cluster.api.patch("v1/ConfigMap", "game", "child", { metadata: { finalizers: ["example.com/clean-up"] } });
  cluster.api.delete("v1/ConfigMap", "game", "owner", { propagation: "Foreground" });
  run(cluster, 60);
  expect(names(cluster)).toEqual(["owner", "child"]);
  cluster.api.patch("v1/ConfigMap", "game", "child", {
    metadata: { finalizers: null },
  });
  run(cluster, 1);
  expect(names(cluster)).toEqual([]);
});
