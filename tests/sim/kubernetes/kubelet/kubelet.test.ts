import { describe, expect, it } from "vitest";
import type { SimulatedImage } from "../../../../sim/kubernetes/image.ts";
import type { ContainerStatus, Pod } from "../../../../sim/kubernetes/objects.ts";
import { ContainerExit } from "../../../../sim/kubernetes/types.ts";
import { eventsOf, getPod, pod, run, startCluster, type TestCluster } from "../fixture.ts";

function condition({ status }: Pod, type: string): object | undefined {
  return status.conditions?.find((entry) => entry.type === type);
}

function container(cluster: TestCluster, name: string): ContainerStatus {
  return getPod(cluster, name).status.containerStatuses![0]!;
}

describe("starting a pod", () => {
  it("gives it an address, pulls the image and reports it as running", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one"));
    cluster.clock.settle();
    expect(container(cluster, "one")).toMatchObject({
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: "ContainerCreating" } },
    });
    run(cluster, 2);
    expect(getPod(cluster, "one").status).toMatchObject({
      phase: "Running",
      podIP: "10.0.0.1",
      podIPs: [{ ip: "10.0.0.1" }],
      hostIP: "10.1.0.97",
      startTime: "2026-01-01T00:00:00Z",
    });
    expect(container(cluster, "one")).toMatchObject({
      ready: true,
      started: true,
      state: { running: { startedAt: "2026-01-01T00:00:02Z" } },
    });
    expect(eventsOf(cluster, "one")).toEqual([
      "Normal Scheduled: Successfully assigned game/one to node-a",
      'Normal Pulling: Pulling image "web"',
      'Normal Pulled: Successfully pulled image "web" in 2s (2s including waiting).',
      "Normal Created: Created container: app",
      "Normal Started: Started container app",
    ]);
  });

  it("finds an image that is there already", () => {
    const cluster = startCluster({ zones: ["a"] });
    const present = { container: { imagePullPolicy: "IfNotPresent" } };
    cluster.api.create(pod("one", present));
    run(cluster, 2);
    cluster.api.create(pod("two", present));
    cluster.clock.settle();
    expect(eventsOf(cluster, "two")).toContain(
      'Normal Pulled: Container image "web" already present on machine',
    );
    expect(getPod(cluster, "two").status.phase).toBe("Running");
  });

  it("tells in the network's words that there is no address, and tries again", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.network.failure = "Failed to create pod sandbox: no address left";
    cluster.api.create(pod("one"));
    run(cluster, 30);
    expect(getPod(cluster, "one").status).toMatchObject({ phase: "Pending" });
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      "Warning FailedCreatePodSandBox: Failed to create pod sandbox: no address left",
    );
    cluster.network.failure = undefined;
    run(cluster, 30);
    expect(getPod(cluster, "one").status.phase).toBe("Running");
  });

  it("waits for a network on a cluster without CNI", () => {
    const cluster = startCluster({ zones: ["a"] });
    delete cluster.cluster.podNetwork;
    cluster.api.create(pod("one"));
    run(cluster, 1);
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      "Warning NetworkNotReady: network is not ready: container runtime network not ready: NetworkReady=false " +
        "reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
    );
  });

  it("gives a pod in the node's network the node's address", () => {
    const cluster = startCluster({ zones: ["a"] });
    delete cluster.cluster.podNetwork;
    cluster.api.create(pod("one", { spec: { hostNetwork: true } }));
    run(cluster, 2);
    expect(getPod(cluster, "one").status.podIP).toBe("10.1.0.97");
    expect(cluster.cluster.httpAt("10.1.0.97", 8080)).toBeDefined();
  });
});

describe("a container that ends", () => {
  it("is restarted at once, then with back-off, and its last words are kept", () => {
    const cluster = startCluster({ zones: ["a"] });
    const { uid } = cluster.api.create(pod("one", { container: { image: "failing" } })).metadata;
    run(cluster, 2);
    expect(container(cluster, "one")).toMatchObject({
      restartCount: 1,
      state: {
        waiting: {
          reason: "CrashLoopBackOff",
          message: `back-off 10s restarting failed container=app pod=one_game(${uid})`,
        },
      },
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
    });
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      `Warning BackOff: Back-off restarting failed container app in pod one_game(${uid})`,
    );
    expect(getPod(cluster, "one").status.phase).toBe("Running");
    expect(cluster.cluster.logs("game", "one")).toEqual(["cannot go on"]);
    expect(cluster.cluster.logs("game", "one", { previous: true })).toEqual(["cannot go on"]);
  });

  it("waits twice as long each time, up to five minutes", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one", { container: { image: "failing" } }));
    const starts: number[] = [];
    for (let second = 0; second < 1300; second++) {
      run(cluster, 1);
      if (container(cluster, "one").restartCount > starts.length) starts.push(second + 1);
    }
    expect(starts).toEqual([2, 12, 32, 72, 152, 312, 612, 912, 1212]);
  });

  it("is not restarted when the pod's policy says so", () => {
    const done: SimulatedImage = {
      user: 0,
      start: () => {
        throw new ContainerExit(0, "done");
      },
    };
    const cluster = startCluster({ zones: ["a"], images: { done } });
    cluster.api.create(pod("done", { spec: { restartPolicy: "OnFailure" }, container: { image: "done" } }));
    cluster.api.create(pod("failed", { spec: { restartPolicy: "Never" }, container: { image: "failing" } }));
    run(cluster, 60);
    expect([getPod(cluster, "done").status.phase, getPod(cluster, "failed").status.phase]).toEqual([
      "Succeeded",
      "Failed",
    ]);
    expect(container(cluster, "done").state).toMatchObject({
      terminated: { exitCode: 0, reason: "Completed" },
    });
  });
});

describe("a container that may not run as root", () => {
  const restricted = { spec: { securityContext: { runAsNonRoot: true } } };
  const images = {
    root: { user: 0, start: () => ({}) },
    named: { user: "nginx", start: () => ({}) },
  };

  it.each([
    ["root", {}, "container has runAsNonRoot and image will run as root"],
    [
      "named",
      {},
      "container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root",
    ],
    ["web", { runAsUser: 0 }, "container's runAsUser breaks non-root policy"],
  ])("is not created from %s with %j", (image, securityContext, words) => {
    const cluster = startCluster({ zones: ["a"], images });
    const { uid } = cluster.api.create(
      pod("one", { ...restricted, container: { image, securityContext } }),
    ).metadata;
    run(cluster, 5);
    const message = `${words} (pod: "one_game(${uid})", container: app)`;
    expect(container(cluster, "one").state).toEqual({
      waiting: { reason: "CreateContainerConfigError", message },
    });
    expect(eventsOf(cluster, "one").at(-1)).toBe(`Warning Failed: Error: ${message}`);
  });

  it("runs as the user that is asked for", () => {
    const cluster = startCluster({ zones: ["a"], images });
    cluster.api.create(
      pod("one", { ...restricted, container: { image: "root", securityContext: { runAsUser: 101 } } }),
    );
    run(cluster, 5);
    expect(getPod(cluster, "one").status.phase).toBe("Running");
  });
});

describe("readiness gates", () => {
  const gate = "target-health.elbv2.k8s.aws/shared";

  it("hold a pod back until their conditions are true", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one", { spec: { readinessGates: [{ conditionType: gate }] } }));
    run(cluster, 5);
    expect(condition(getPod(cluster, "one"), "Ready")).toMatchObject({
      status: "False",
      reason: "ReadinessGatesNotReady",
      message: `corresponding condition of pod readiness gate "${gate}" does not exist.`,
    });
    const set = (status: "True" | "False") => {
      const { status: present, ...rest } = getPod(cluster, "one");
      const others = present.conditions?.filter(({ type }) => type !== gate) ?? [];
      cluster.api.updateStatus({
        ...rest,
        status: { ...present, conditions: [...others, { type: gate, status }] },
      });
      cluster.clock.settle();
    };
    set("False");
    expect(condition(getPod(cluster, "one"), "Ready")).toMatchObject({
      message: `the status of pod readiness gate "${gate}" is not "True", but False`,
    });
    set("True");
    expect(condition(getPod(cluster, "one"), "Ready")).toMatchObject({ status: "True" });
    expect(condition(getPod(cluster, "one"), gate)).toMatchObject({ status: "True" });
  });
});

describe("ending a pod", () => {
  const preStop = (handler: object) => ({ container: { lifecycle: { preStop: handler } } });

  it.each([
    ["a sleep", { sleep: { seconds: 15 } }],
    ["a sleep command", { exec: { command: ["sleep", "15"] } }],
    ["a sleep in a shell", { exec: { command: ["/bin/sh", "-c", "sleep 15"] } }],
  ])("lets it serve during %s before it stops", (_, handler) => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one", preStop(handler)));
    run(cluster, 5);
    cluster.api.delete("v1/Pod", "game", "one");
    run(cluster, 14);
    expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeDefined();
    expect(eventsOf(cluster, "one").at(-1)).toBe("Normal Killing: Stopping container app");
    run(cluster, 2);
    expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeUndefined();
    expect(cluster.api.find("v1/Pod", "game", "one")).toBeUndefined();
    expect(cluster.network.released).toEqual(["one"]);
  });

  it("does not wait longer than the grace period", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(
      pod("one", { ...preStop({ sleep: { seconds: 60 } }), spec: { terminationGracePeriodSeconds: 20 } }),
    );
    run(cluster, 5);
    cluster.api.delete("v1/Pod", "game", "one");
    expect(getPod(cluster, "one").metadata).toMatchObject({
      deletionTimestamp: "2026-01-01T00:00:25Z",
      deletionGracePeriodSeconds: 20,
    });
    run(cluster, 21);
    expect(cluster.api.find("v1/Pod", "game", "one")).toBeUndefined();
  });

  it("stops the program once", () => {
    let stopped = 0;
    const counting: SimulatedImage = { user: 0, start: () => ({ stop: () => void stopped++ }) };
    const cluster = startCluster({ zones: ["a"], images: { counting } });
    cluster.api.create(pod("one", { container: { image: "counting" } }));
    run(cluster, 5);
    cluster.api.delete("v1/Pod", "game", "one");
    run(cluster, 60);
    expect(stopped).toBe(1);
  });

  it("by force takes it away at once", () => {
    const cluster = startCluster({ zones: ["a"] });
    cluster.api.create(pod("one", preStop({ sleep: { seconds: 25 } })));
    run(cluster, 5);
    cluster.api.delete("v1/Pod", "game", "one", { gracePeriodSeconds: 0 });
    cluster.clock.settle();
    expect(cluster.cluster.httpAt("10.0.0.1", 8080)).toBeUndefined();
    expect(cluster.network.released).toEqual(["one"]);
  });
});
