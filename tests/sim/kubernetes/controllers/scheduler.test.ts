import { describe, expect, it } from "vitest";
import {
  deployment,
  eventsOf,
  getPod,
  node,
  pod,
  podsOf,
  run,
  startCluster,
  type TestCluster,
} from "../fixture.ts";

/** Nodes of an app's pods, sorted. */
function nodesOf(cluster: TestCluster, app: string): (string | undefined)[] {
  return podsOf(cluster, app)
    .map(({ spec }) => spec.nodeName)
    .sort();
}

function whyPending(cluster: TestCluster, name: string): string | undefined {
  return getPod(cluster, name).status.conditions?.find(({ type }) => type === "PodScheduled")?.message;
}

describe("placing pods", () => {
  it("spreads the pods of a Deployment over zones and nodes", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app", { replicas: 6 }));
    run(cluster, 1);
    expect(nodesOf(cluster, "app")).toEqual(["node-a", "node-a", "node-b", "node-b", "node-c", "node-c"]);
  });

  it("says on the pod where it goes", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one"));
    run(cluster, 1);
    expect(eventsOf(cluster, "one")[0]).toBe("Normal Scheduled: Successfully assigned game/one to node-a");
  });

  it("keeps to a node selector and to required node affinity", () => {
    const cluster = startCluster();
    const zones = (operator: string) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "topology.kubernetes.io/zone", operator, values: ["a", "b"] }] },
          ],
        },
      },
    });
    cluster.api.create(pod("selected", { spec: { nodeSelector: { "topology.kubernetes.io/zone": "b" } } }));
    cluster.api.create(pod("outside", { spec: { affinity: zones("NotIn") } }));
    run(cluster, 1);
    expect(getPod(cluster, "selected").spec.nodeName).toBe("node-b");
    expect(getPod(cluster, "outside").spec.nodeName).toBe("node-c");
  });

  it("keeps pods apart that exclude each other", () => {
    const cluster = startCluster({ zones: ["a", "b"] });
    const apart = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: "app" } }, topologyKey: "kubernetes.io/hostname" },
        ],
      },
    };
    cluster.api.create(deployment("app", { replicas: 3, pod: { affinity: apart } }));
    run(cluster, 1);
    expect(nodesOf(cluster, "app")).toEqual(["node-a", "node-b", undefined]);
  });

  it("obeys topology spread constraints that must hold", () => {
    const cluster = startCluster({ zones: ["a", "b"] });
    cluster.api.patch("v1/Node", undefined, "node-b", { spec: { unschedulable: true } });
    const topologySpreadConstraints = [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { app: "app" } },
      },
    ];
    cluster.api.create(deployment("app", { replicas: 2, pod: { topologySpreadConstraints } }));
    run(cluster, 1);
    expect(nodesOf(cluster, "app")).toEqual(["node-a", undefined]);
  });
});

describe("pods that fit nowhere", () => {
  it("names the limit of pods", () => {
    const cluster = startCluster({ maxPods: 0, version: "1.33" });
    cluster.api.create(pod("one"));
    run(cluster, 1);
    expect(eventsOf(cluster, "one")).toEqual([
      "Warning FailedScheduling: 0/3 nodes are available: 3 Too many pods. " +
        "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    ]);
  });

  it("mentions resource claims first since 1.34", () => {
    const cluster = startCluster({ maxPods: 0, version: "1.35" });
    cluster.api.create(pod("one"));
    run(cluster, 1);
    expect(whyPending(cluster, "one")).toBe(
      "0/3 nodes are available: 3 Too many pods. no new claims to deallocate, " +
        "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
    );
  });

  it("counts each node's reasons", () => {
    const cluster = startCluster({ version: "1.33" });
    cluster.api.patch("v1/Node", undefined, "node-a", {
      spec: { taints: [{ key: "dedicated", value: "game", effect: "NoSchedule" }] },
    });
    cluster.api.patch("v1/Node", undefined, "node-b", { spec: { unschedulable: true } });
    cluster.api.create(pod("one", { container: { resources: { requests: { cpu: "1500m" } } } }));
    run(cluster, 1);
    cluster.api.create(pod("two", { container: { resources: { requests: { cpu: "1", memory: "100Gi" } } } }));
    run(cluster, 1);
    expect(getPod(cluster, "one").spec.nodeName).toBe("node-c");
    expect(whyPending(cluster, "two")).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, " +
        "1 node(s) had untolerated taint {dedicated: game}, 1 node(s) were unschedulable. " +
        "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  it("says so when there are no nodes", () => {
    const cluster = startCluster({ zones: [] });
    cluster.api.create(pod("one"));
    run(cluster, 1);
    expect(whyPending(cluster, "one")).toBe("no nodes available to schedule pods");
  });

  it("are tried again when a node comes", () => {
    const cluster = startCluster({ zones: [] });
    cluster.api.create(pod("one"));
    run(cluster, 1);
    cluster.api.create(node("a"));
    run(cluster, 5);
    expect(getPod(cluster, "one").status.phase).toBe("Running");
  });

  it("are tried again when another pod goes", () => {
    const cluster = startCluster({ zones: ["a"], maxPods: 1 });
    cluster.api.create(pod("one"));
    cluster.api.create(pod("two"));
    run(cluster, 5);
    expect(getPod(cluster, "two").spec.nodeName).toBeUndefined();
    cluster.api.delete("v1/Pod", "game", "one");
    run(cluster, 5);
    expect(getPod(cluster, "two").status.phase).toBe("Running");
  });
});

describe("taints", () => {
  it("let pods through that tolerate them", () => {
    const cluster = startCluster({ zones: ["a"] });
    const taints = [{ key: "dedicated", value: "game", effect: "NoSchedule" }];
    cluster.api.patch("v1/Node", undefined, "node-a", { spec: { taints } });
    const tolerate = (name: string, toleration: object) =>
      cluster.api.create(pod(name, { spec: { tolerations: [toleration] } }));
    tolerate("by-value", { key: "dedicated", operator: "Equal", value: "game", effect: "NoSchedule" });
    tolerate("by-key", { key: "dedicated", operator: "Exists" });
    tolerate("all", { operator: "Exists" });
    tolerate("other-value", { key: "dedicated", value: "work", effect: "NoSchedule" });
    tolerate("other-effect", { key: "dedicated", operator: "Exists", effect: "NoExecute" });
    run(cluster, 1);
    const bound = podsOf(cluster).filter(({ spec }) => spec.nodeName !== undefined);
    expect(bound.map(({ metadata }) => metadata.name)).toEqual(["by-value", "by-key", "all"]);
  });
});
