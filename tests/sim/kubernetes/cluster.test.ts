import { describe, expect, it } from "vitest";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import type { Node, Service } from "../../../sim/kubernetes/objects.ts";
import { deployment, podsOf, run, startCluster, TestNetwork, webImage, type TestCluster } from "./fixture.ts";

const request = { method: "GET", path: "/", headers: {} };

function answerAt({ cluster }: TestCluster, ip: string, port: number): string | undefined {
  return cluster.httpAt(ip, port)?.(request).body.toString();
}

describe("httpAt", () => {
  it("is what listens at a pod's address and port", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app", { replicas: 1 }));
    run(cluster, 5);
    expect(answerAt(cluster, "10.0.0.1", 8080)).toBe(podsOf(cluster)[0]!.metadata.name);
    expect(cluster.cluster.httpAt("10.0.0.1", 80)).toBeUndefined();
    expect(cluster.cluster.httpAt("10.0.0.9", 8080)).toBeUndefined();
  });

  it("leads from a node port to the Service's pods in turn", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    const service = cluster.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "app", namespace: "game" },
      spec: { type: "NodePort", selector: { app: "app" }, ports: [{ port: 80, targetPort: "http" }] },
    }) as Service;
    run(cluster, 5);
    const [node] = cluster.api.list("v1/Node") as Node[];
    const ip = node!.status.addresses![0]!.address;
    const { nodePort } = service.spec.ports![0]!;
    const answers = [1, 2, 3, 4].map(() => answerAt(cluster, ip, nodePort!));
    const names = podsOf(cluster).map(({ metadata }) => metadata.name);
    expect(answers.toSorted()).toEqual([...names, ...names].sort());
    expect(cluster.cluster.httpAt(ip, 30000 === nodePort ? 30001 : 30000)).toBeUndefined();
  });

  it("keeps to the node where the Service's traffic policy is local", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app", { replicas: 1 }));
    const service = cluster.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "app", namespace: "game" },
      spec: {
        type: "NodePort",
        externalTrafficPolicy: "Local",
        selector: { app: "app" },
        ports: [{ port: 80, targetPort: "http" }],
      },
    }) as Service;
    run(cluster, 5);
    const { nodePort } = service.spec.ports![0]!;
    const listening = (cluster.api.list("v1/Node") as Node[])
      .filter(({ status }) => cluster.cluster.httpAt(status.addresses![0]!.address, nodePort!) !== undefined)
      .map(({ metadata }) => metadata.name);
    expect(listening).toEqual([podsOf(cluster)[0]!.spec.nodeName]);
  });
});

describe("stop", () => {
  it("ends all programs and controllers, and gives no addresses back", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    run(cluster, 5);
    cluster.cluster.stop();
    expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeUndefined();
    cluster.api.patch("apps/v1/Deployment", "game", "app", { spec: { replicas: 5 } });
    run(cluster, 60);
    expect(podsOf(cluster)).toHaveLength(2);
    expect(cluster.network.released).toEqual([]);
  });
});

describe("a saved cluster", () => {
  /** Saves a cluster and goes on with it in another world. */
  function saveAndRestore(before: TestCluster): TestCluster {
    const saved = JSON.parse(JSON.stringify(before.cluster)) as ReturnType<KubernetesCluster["toJSON"]>;
    const cloud = new SimulatedCloud({ startTime: before.clock.now(), idsUsed: before.cloud.ids.count });
    const cluster = new KubernetesCluster({ name: "myeks", cloud, version: "1.35", image: () => webImage });
    const network = new TestNetwork();
    cluster.podNetwork = network;
    cluster.restore(saved);
    cloud.clock.settle();
    return { cloud, clock: cloud.clock, cluster, api: cluster.api, network };
  }

  it("finishes what was under way", () => {
    const before = startCluster();
    before.api.create(deployment("app"));
    before.api.create(deployment("doomed"));
    run(before, 1);
    before.api.delete("apps/v1/Deployment", "game", "doomed");
    const after = saveAndRestore(before);
    run(after, 10);
    expect(podsOf(after, "app").map(({ status }) => status.phase)).toEqual(["Running", "Running"]);
    expect(podsOf(after, "doomed")).toEqual([]);
    expect(after.api.list("apps/v1/ReplicaSet", { namespace: "game" })).toHaveLength(1);
  });

  it("goes on where it was: pods serve at their addresses, controllers work", () => {
    const before = startCluster();
    before.api.create(deployment("app"));
    run(before, 30);
    const after = saveAndRestore(before);
    expect(podsOf(after)).toEqual(podsOf(before));
    expect(answerAt(after, "10.0.0.1", 8080)).toBe(podsOf(before)[0]!.metadata.name);
    after.api.patch("apps/v1/Deployment", "game", "app", { spec: { replicas: 3 } });
    run(after, 10);
    expect(podsOf(after)).toHaveLength(3);
  });
});

it("has from the start what every cluster has", () => {
  const { api } = startCluster({ zones: [] });
  expect(api.list("v1/Namespace").map(({ metadata }) => metadata.name)).toEqual([
    "default",
    "kube-system",
    "kube-public",
    "kube-node-lease",
    "game",
  ]);
  expect(api.get("v1/Service", "default", "kubernetes")["spec"]).toMatchObject({ clusterIP: "10.100.0.1" });
});
