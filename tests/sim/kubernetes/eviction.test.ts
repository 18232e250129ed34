import { describe, expect, it } from "vitest";
import { evictPod } from "../../../sim/kubernetes/eviction.ts";
import { deployment, podsOf, run, startCluster, type TestCluster } from "./fixture.ts";

function budget(spec: object): Parameters<TestCluster["api"]["create"]>[0] {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "app", namespace: "game" },
    spec: { selector: { matchLabels: { app: "app" } }, ...spec },
  };
}

function start(spec: object, replicas = 2): TestCluster {
  const cluster = startCluster({ zones: ["a", "b"] });
  cluster.api.create(deployment("app", { replicas }));
  cluster.api.create(budget(spec));
  run(cluster, 5);
  return cluster;
}

function status({ api }: TestCluster): object {
  return api.get("policy/v1/PodDisruptionBudget", "game", "app")["status"];
}

const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";

describe("a budget's status", () => {
  it.each([
    [{ maxUnavailable: 1 }, { desiredHealthy: 3, disruptionsAllowed: 1 }],
    [{ minAvailable: 1 }, { desiredHealthy: 1, disruptionsAllowed: 3 }],
    [{ minAvailable: "50%" }, { desiredHealthy: 2, disruptionsAllowed: 2 }],
    [{ maxUnavailable: "30%" }, { desiredHealthy: 2, disruptionsAllowed: 2 }],
    [{ minAvailable: "100%" }, { desiredHealthy: 4, disruptionsAllowed: 0 }],
  ])("of %j counts four pods", (spec, expected) => {
    expect(status(start(spec, 4))).toMatchObject({ currentHealthy: 4, expectedPods: 4, ...expected });
  });

  it("allows nothing while there are no pods", () => {
    expect(status(start({ maxUnavailable: 1 }, 0))).toMatchObject({
      expectedPods: 0,
      disruptionsAllowed: 0,
      conditions: [
        expect.objectContaining({ type: "DisruptionAllowed", status: "False", reason: "InsufficientPods" }),
      ],
    });
  });
});

describe("evicting", () => {
  it("is refused once the budget is used up, and allowed again when the replacement is ready", () => {
    const cluster = start({ maxUnavailable: 1 });
    const [first, second] = podsOf(cluster).map(({ metadata }) => metadata.name);
    evictPod(cluster.api, "game", first!);
    expect(() => evictPod(cluster.api, "game", second!)).toThrow(REFUSED);
    run(cluster, 10);
    evictPod(cluster.api, "game", second!);
    run(cluster, 10);
    expect(podsOf(cluster).map(({ metadata }) => metadata.name)).not.toContain(second);
  });

  it("counts pods that are not ready only while the application has too few", () => {
    const cluster = start({ minAvailable: 2 });
    cluster.api.patch("apps/v1/Deployment", "game", "app", {
      spec: { template: { spec: { containers: [{ name: "app", image: "failing" }] } } },
    });
    run(cluster, 30);
    const broken = podsOf(cluster).find(({ spec }) => spec.containers[0]!.image === "failing")!;
    evictPod(cluster.api, "game", broken.metadata.name);
    const healthy = podsOf(cluster).find(({ spec }) => spec.containers[0]!.image === "web")!;
    expect(() => evictPod(cluster.api, "game", healthy.metadata.name)).toThrow(REFUSED);
  });

  it.each([
    ["AlwaysAllow", "goes"],
    ["IfHealthyBudget", "stays"],
  ])("under the policy %s a pod %s while none is ready", (unhealthyPodEvictionPolicy, outcome) => {
    const cluster = start({ maxUnavailable: 1, unhealthyPodEvictionPolicy });
    cluster.api.patch("apps/v1/Deployment", "game", "app", {
      spec: {
        strategy: { type: "Recreate" },
        template: { spec: { containers: [{ name: "app", image: "failing" }] } },
      },
    });
    run(cluster, 60);
    const [broken] = podsOf(cluster);
    const evict = () => evictPod(cluster.api, "game", broken!.metadata.name);
    if (outcome === "goes") expect(evict).not.toThrow();
    else expect(evict).toThrow(REFUSED);
  });

  it("does not know what to do with two budgets", () => {
    const cluster = start({ maxUnavailable: 1 });
    cluster.api.create({ ...budget({ maxUnavailable: 1 }), metadata: { name: "second", namespace: "game" } });
    expect(() => evictPod(cluster.api, "game", podsOf(cluster)[0]!.metadata.name)).toThrow(
      "Internal error occurred: This pod has more than one PodDisruptionBudget, " +
        "which the eviction subresource does not support.",
    );
  });
});
