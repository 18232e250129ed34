import { describe, expect, it } from "vitest";
import type { ReplicaSet } from "../../../../sim/kubernetes/objects.ts";
import {
  deployment,
  eventsOf,
  getDeployment,
  podsOf,
  run,
  startCluster,
  type TestCluster,
} from "../fixture.ts";

function replicaSets({ api }: TestCluster): ReplicaSet[] {
  return api.list("apps/v1/ReplicaSet", { namespace: "game" }) as ReplicaSet[];
}

function condition(cluster: TestCluster, type: string): object | undefined {
  return getDeployment(cluster, "app").status.conditions?.find((entry) => entry.type === type);
}

describe("a new Deployment", () => {
  it("makes a ReplicaSet of its template, and reports replicas as they become available", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    cluster.clock.settle();
    expect(getDeployment(cluster, "app").status).toMatchObject({
      replicas: 2,
      updatedReplicas: 2,
      unavailableReplicas: 2,
    });
    run(cluster, 5);
    expect(getDeployment(cluster, "app").status).toEqual({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      conditions: [
        expect.objectContaining({
          type: "Available",
          status: "True",
          reason: "MinimumReplicasAvailable",
          message: "Deployment has minimum availability.",
        }),
        expect.objectContaining({ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }),
      ],
    });
    const [replicaSet] = replicaSets(cluster);
    const hash = replicaSet!.metadata.labels!["pod-template-hash"]!;
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
    expect(replicaSet!.metadata.name).toBe(`app-${hash}`);
    expect(podsOf(cluster).map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(`^app-${hash}-[a-z0-9]{5}$`),
      expect.stringMatching(`^app-${hash}-[a-z0-9]{5}$`),
    ]);
    expect(eventsOf(cluster, "app")).toEqual([
      `Normal ScalingReplicaSet: Scaled up replica set app-${hash} from 0 to 2`,
    ]);
  });
});

describe("a changed template", () => {
  it("rolls out without going below the minimum or above the maximum", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app", { replicas: 4 }));
    run(cluster, 5);
    const seen = { fewestReady: Infinity, mostPods: 0 };
    cluster.api.watch(() => {
      const pods = podsOf(cluster).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const ready = pods.filter(({ status }) =>
        status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True"),
      );
      seen.fewestReady = Math.min(seen.fewestReady, ready.length);
      seen.mostPods = Math.max(seen.mostPods, pods.length);
    });
    cluster.api.patch("apps/v1/Deployment", "game", "app", {
      spec: { template: { metadata: { annotations: { revision: "2" } } } },
    });
    run(cluster, 60);
    expect(seen).toEqual({ fewestReady: 3, mostPods: 5 });
    expect(replicaSets(cluster).map(({ spec }) => spec.replicas)).toEqual([0, 4]);
    expect(getDeployment(cluster, "app").metadata.annotations).toEqual({
      "deployment.kubernetes.io/revision": "2",
    });
  });

  it("goes back to the old ReplicaSet when the template is as it was", () => {
    const cluster = startCluster();
    const first = deployment("app");
    cluster.api.apply(first);
    run(cluster, 5);
    cluster.api.apply(deployment("app", { container: { env: [{ name: "COLOUR", value: "green" }] } }));
    run(cluster, 60);
    cluster.api.apply(first);
    run(cluster, 60);
    expect(replicaSets(cluster).map(({ spec }) => spec.replicas)).toEqual([2, 0]);
    expect(getDeployment(cluster, "app").metadata.annotations).toEqual({
      "deployment.kubernetes.io/revision": "3",
    });
  });

  it("that cannot become ready leaves the old pods alone and times out", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    run(cluster, 5);
    cluster.api.patch("apps/v1/Deployment", "game", "app", {
      spec: { template: { spec: { containers: [{ name: "app", image: "failing" }] } } },
    });
    run(cluster, 599);
    expect(condition(cluster, "Progressing")).toMatchObject({ status: "True" });
    run(cluster, 10);
    const current = replicaSets(cluster).at(-1)!.metadata.name;
    expect(condition(cluster, "Progressing")).toMatchObject({
      status: "False",
      reason: "ProgressDeadlineExceeded",
      message: `ReplicaSet "${current}" has timed out progressing.`,
    });
    expect(getDeployment(cluster, "app").status).toMatchObject({
      replicas: 3,
      readyReplicas: 2,
      updatedReplicas: 1,
    });
  });

  it("with strategy Recreate waits until all old pods are gone", () => {
    const cluster = startCluster();
    const recreate = {
      spec: { strategy: { type: "Recreate" } },
      container: { lifecycle: { preStop: { sleep: { seconds: 20 } } } },
    };
    cluster.api.apply(deployment("app", recreate));
    run(cluster, 5);
    cluster.api.apply(
      deployment("app", {
        ...recreate,
        container: { ...recreate.container, env: [{ name: "COLOUR", value: "green" }] },
      }),
    );
    run(cluster, 10);
    expect(replicaSets(cluster)).toHaveLength(1);
    run(cluster, 20);
    expect(replicaSets(cluster).map(({ spec }) => spec.replicas)).toEqual([0, 2]);
  });

  it("keeps as many old revisions as the history limit says", () => {
    const cluster = startCluster();
    for (const value of ["1", "2", "3", "4"]) {
      cluster.api.apply(
        deployment("app", { spec: { revisionHistoryLimit: 1 }, container: { env: [{ name: "V", value }] } }),
      );
      run(cluster, 60);
    }
    expect(replicaSets(cluster).map(({ spec }) => spec.replicas)).toEqual([0, 2]);
  });

  it("waits while the Deployment is paused", () => {
    const cluster = startCluster();
    cluster.api.apply(deployment("app"));
    run(cluster, 5);
    cluster.api.patch("apps/v1/Deployment", "game", "app", {
      spec: { paused: true, replicas: 3, template: { metadata: { annotations: { revision: "2" } } } },
    });
    run(cluster, 60);
    expect(replicaSets(cluster).map(({ spec }) => spec.replicas)).toEqual([3]);
  });
});

describe("scaling", () => {
  it("changes the one ReplicaSet in both directions", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    run(cluster, 5);
    cluster.api.patch("apps/v1/Deployment", "game", "app", { spec: { replicas: 5 } });
    run(cluster, 10);
    expect(getDeployment(cluster, "app").status).toMatchObject({ replicas: 5, availableReplicas: 5 });
    cluster.api.patch("apps/v1/Deployment", "game", "app", { spec: { replicas: 0 } });
    run(cluster, 60);
    expect(podsOf(cluster)).toEqual([]);
    expect(getDeployment(cluster, "app").status.replicas).toBeUndefined();
  });
});

describe("deleting", () => {
  it("takes ReplicaSets and pods with it", () => {
    const cluster = startCluster();
    cluster.api.create(deployment("app"));
    run(cluster, 5);
    cluster.api.delete("apps/v1/Deployment", "game", "app");
    run(cluster, 60);
    expect([...replicaSets(cluster), ...podsOf(cluster)]).toEqual([]);
  });

  it("in the foreground keeps the Deployment until its pods are gone", () => {
    const cluster = startCluster();
    cluster.api.create(
      deployment("app", { container: { lifecycle: { preStop: { sleep: { seconds: 20 } } } } }),
    );
    run(cluster, 5);
    cluster.api.delete("apps/v1/Deployment", "game", "app", { propagation: "Foreground" });
    run(cluster, 19);
    expect(getDeployment(cluster, "app").metadata.finalizers).toEqual(["foregroundDeletion"]);
    run(cluster, 2);
    expect(cluster.api.find("apps/v1/Deployment", "game", "app")).toBeUndefined();
  });
});

it("says on the Deployment that pods are refused", () => {
  const cluster = startCluster();
  cluster.api.create(deployment("app", { pod: { serviceAccountName: "missing" } }));
  run(cluster, 5);
  expect(condition(cluster, "ReplicaFailure")).toMatchObject({
    status: "True",
    reason: "FailedCreate",
    message: expect.stringMatching(
      /^pods "app-\w+-" is forbidden: error looking up service account game\/missing: serviceaccount "missing" not found$/,
    ),
  });
  cluster.api.create({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "missing", namespace: "game" },
  });
  run(cluster, 30);
  expect(condition(cluster, "ReplicaFailure")).toBeUndefined();
  expect(getDeployment(cluster, "app").status.availableReplicas).toBe(2);
});
