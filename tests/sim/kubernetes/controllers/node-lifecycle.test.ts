import { expect, it } from "vitest";
import {
  deployment,
  eventsOf,
  getNode,
  getPod,
  pod,
  podsOf,
  run,
  setReady,
  startCluster,
} from "../fixture.ts";

const READY_TAINTS = [
  "node.kubernetes.io/unreachable NoSchedule",
  "node.kubernetes.io/unreachable NoExecute",
];

it("taints a node that is out of reach and marks its pods as not ready", () => {
  const cluster = startCluster({ zones: ["a"] });
  cluster.api.create(pod("one"));
  run(cluster, 5);
  setReady(cluster, "node-a", "Unknown");
  const taints = getNode(cluster, "node-a").spec.taints?.map(({ key, effect }) => `${key} ${effect}`);
  expect(taints).toEqual(READY_TAINTS);
  expect(getPod(cluster, "one").status).toMatchObject({
    phase: "Running",
    conditions: expect.arrayContaining([expect.objectContaining({ type: "Ready", status: "False" })]),
  });
  expect(eventsOf(cluster, "one").at(-1)).toBe("Warning NodeNotReady: Node is not ready");
});

it("ends what ran on a node that is out of reach", () => {
  const cluster = startCluster({ zones: ["a"] });
  cluster.api.create(pod("one"));
  run(cluster, 5);
  expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeDefined();
  setReady(cluster, "node-a", "Unknown");
  expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeUndefined();
});

it("replaces pods elsewhere after five minutes; the old ones stay until their node object goes", () => {
  const cluster = startCluster({ zones: ["a", "b"] });
  cluster.api.create(deployment("app"));
  run(cluster, 5);
  const lost = podsOf(cluster).find(({ spec }) => spec.nodeName === "node-a")!.metadata.name;
  setReady(cluster, "node-a", "Unknown");
  run(cluster, 299);
  expect(podsOf(cluster)).toHaveLength(2);
  run(cluster, 10);
  expect(podsOf(cluster).filter(({ spec }) => spec.nodeName === "node-b")).toHaveLength(2);
  expect(eventsOf(cluster, lost).at(-1)).toBe(
    `Normal TaintManagerEviction: Marking for deletion Pod game/${lost}`,
  );
  run(cluster, 3600);
  expect(getPod(cluster, lost).metadata.deletionTimestamp).toBeDefined();
  cluster.api.delete("v1/Node", undefined, "node-a");
  run(cluster, 41);
  expect(cluster.api.find("v1/Pod", "game", lost)).toBeUndefined();
});

it("starts the pods again when the node comes back in time", () => {
  const cluster = startCluster({ zones: ["a"] });
  cluster.api.create(pod("one"));
  run(cluster, 5);
  setReady(cluster, "node-a", "Unknown");
  setReady(cluster, "node-a", "True");
  run(cluster, 5);
  expect(getNode(cluster, "node-a").spec.taints).toEqual([]);
  expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeDefined();
});
