import { expect, it } from "vitest";
import { node, podsOf, run, startCluster, type TestCluster } from "../fixture.ts";

function daemonSet(spec: object = {}, value = "1"): Parameters<TestCluster["api"]["create"]>[0] {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "game" },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "agent", image: "web", env: [{ name: "V", value }] }], ...spec },
      },
    },
  };
}

function placed(cluster: TestCluster): (string | undefined)[] {
  return podsOf(cluster, "agent").map(({ spec }) => spec.nodeName);
}

it("runs one pod on each node, also on nodes that come later", () => {
  const cluster = startCluster({ zones: ["a", "b"] });
  cluster.api.create(daemonSet());
  run(cluster, 5);
  expect(placed(cluster)).toEqual(["node-a", "node-b"]);
  cluster.api.create(node("c"));
  run(cluster, 5);
  expect(placed(cluster)).toEqual(["node-a", "node-b", "node-c"]);
  expect(cluster.api.get("apps/v1/DaemonSet", "game", "agent")["status"]).toEqual({
    currentNumberScheduled: 3,
    desiredNumberScheduled: 3,
    numberAvailable: 3,
    numberMisscheduled: 0,
    numberReady: 3,
    observedGeneration: 1,
    updatedNumberScheduled: 3,
  });
});

it("counts towards the pods that a node may have", () => {
  const cluster = startCluster({ zones: ["a"], maxPods: 1 });
  cluster.api.create(daemonSet());
  run(cluster, 5);
  cluster.api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "one", namespace: "game" },
    spec: { containers: [{ name: "app", image: "web" }] },
  });
  run(cluster, 5);
  expect(cluster.api.get("v1/Pod", "game", "one")["status"].phase).toBe("Pending");
});

it("stays off nodes with taints that it does not tolerate, and leaves when one comes", () => {
  const cluster = startCluster({ zones: ["a", "b"] });
  const taints = [{ key: "dedicated", effect: "NoSchedule" }];
  cluster.api.patch("v1/Node", undefined, "node-a", { spec: { taints } });
  cluster.api.create(daemonSet());
  run(cluster, 5);
  expect(placed(cluster)).toEqual(["node-b"]);
  cluster.api.patch("v1/Node", undefined, "node-b", { spec: { taints } });
  run(cluster, 60);
  expect(placed(cluster)).toEqual([]);
});

it("runs on cordoned nodes, and on nodes that are not ready if it tolerates their taint", () => {
  const cluster = startCluster({ zones: ["a"] });
  cluster.api.patch("v1/Node", undefined, "node-a", {
    spec: { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] },
  });
  cluster.api.create(daemonSet({ hostNetwork: true, tolerations: [{ operator: "Exists" }] }));
  run(cluster, 5);
  expect(podsOf(cluster, "agent").map(({ status }) => status.podIP)).toEqual(["10.1.0.97"]);
});

it("replaces outdated pods one node after the other", () => {
  const cluster = startCluster({ zones: ["a", "b"] });
  cluster.api.apply(daemonSet());
  run(cluster, 5);
  const before = podsOf(cluster, "agent").map(({ metadata }) => metadata.name);
  cluster.api.apply(daemonSet({}, "2"));
  run(cluster, 1);
  const present = podsOf(cluster, "agent").map(({ metadata }) => metadata.name);
  expect(present.filter((name) => before.includes(name))).toHaveLength(1);
  run(cluster, 30);
  expect(podsOf(cluster, "agent").filter(({ metadata }) => before.includes(metadata.name))).toEqual([]);
  expect(placed(cluster).sort()).toEqual(["node-a", "node-b"]);
});
