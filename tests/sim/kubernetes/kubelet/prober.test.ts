import { describe, expect, it } from "vitest";
import type { SimulatedImage } from "../../../../sim/kubernetes/image.ts";
import { eventsOf, getPod, pod, run, startCluster, type TestCluster } from "../fixture.ts";

/** A program whose answer tests can change. */
function switchable(): { status: number; image: SimulatedImage } {
  const state = {
    status: 200,
    image: {
      user: 0,
      start: () => ({ http: new Map([[8080, () => ({ status: state.status, headers: {}, body: "" })]]) }),
    },
  };
  return state;
}

function start(probes: object, app = switchable()): TestCluster & { app: ReturnType<typeof switchable> } {
  const cluster = startCluster({ zones: ["a"], images: { app: app.image } });
  cluster.api.create(pod("one", { container: { image: "app", imagePullPolicy: "IfNotPresent", ...probes } }));
  return { ...cluster, app };
}

function isReady(cluster: TestCluster): boolean {
  return getPod(cluster, "one").status.containerStatuses![0]!.ready;
}

const http = { httpGet: { path: "/healthz", port: 8080 } };

describe("a readiness probe", () => {
  it("makes the container ready after its initial delay", () => {
    const cluster = start({ readinessProbe: { ...http, initialDelaySeconds: 30 } });
    run(cluster, 31);
    expect(isReady(cluster)).toBe(false);
    run(cluster, 1);
    expect(isReady(cluster)).toBe(true);
  });

  it("takes the container out after as many failures as its threshold, and back after a success", () => {
    const cluster = start({ readinessProbe: { ...http, periodSeconds: 5, failureThreshold: 2 } });
    run(cluster, 5);
    cluster.app.status = 503;
    run(cluster, 5);
    expect(isReady(cluster)).toBe(true);
    run(cluster, 5);
    expect(isReady(cluster)).toBe(false);
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      "Warning Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
    );
    cluster.app.status = 204;
    run(cluster, 5);
    expect(isReady(cluster)).toBe(true);
  });

  it("is refused where nothing listens", () => {
    const cluster = start({ readinessProbe: { httpGet: { path: "/", port: 9000 } } });
    run(cluster, 5);
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      'Warning Unhealthy: Readiness probe failed: Get "http://10.0.0.1:9000/": ' +
        "dial tcp 10.0.0.1:9000: connect: connection refused",
    );
  });

  it("over TCP needs a listener only", () => {
    const cluster = start({
      readinessProbe: { tcpSocket: { port: "web" } },
      ports: [{ name: "web", containerPort: 8080 }],
    });
    cluster.app.status = 500;
    run(cluster, 5);
    expect(isReady(cluster)).toBe(true);
  });
});

describe("a program that tells when its answers may be others", () => {
  /** Healthy while a mounted file says so; counts how often it is asked. */
  function startReader() {
    const asked = { count: 0 };
    const image: SimulatedImage = {
      user: 0,
      start: ({ readFile, cluster }) => ({
        http: new Map([
          [
            8080,
            () => {
              asked.count += 1;
              return { status: readFile("/etc/state/health") === "good" ? 200 : 503, headers: {}, body: "" };
            },
          ],
        ]),
        revision: () => cluster.revision,
      }),
    };
    const cluster = startCluster({ zones: ["a"], images: { app: image } });
    const state = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "state", namespace: "game" } };
    const setHealth = (health: string) =>
      cluster.api.patch("v1/ConfigMap", "game", "state", { data: { health } });
    cluster.api.create({ ...state, data: { health: "good" } });
    cluster.api.create(
      pod("one", {
        container: {
          image: "app",
          imagePullPolicy: "IfNotPresent",
          readinessProbe: { ...http, periodSeconds: 5, failureThreshold: 1 },
          volumeMounts: [{ name: "state", mountPath: "/etc/state" }],
        },
        spec: { volumes: [{ name: "state", configMap: { name: "state" } }] },
      }),
    );
    return { ...cluster, asked, setHealth };
  }

  it("is not asked again while it is well and nothing has changed", () => {
    const cluster = startReader();
    run(cluster, 30);
    expect(isReady(cluster)).toBe(true);
    const { count } = cluster.asked;
    run(cluster, 3_600);
    expect(cluster.asked.count).toBe(count);
  });

  it("is asked after a mounted object has changed, and again when the change is in the volume", () => {
    const cluster = startReader();
    run(cluster, 30);
    cluster.setHealth("bad");
    run(cluster, 50);
    expect(isReady(cluster)).toBe(true);
    run(cluster, 20);
    expect(isReady(cluster)).toBe(false);
    cluster.setHealth("good");
    run(cluster, 70);
    expect(isReady(cluster)).toBe(true);
  });

  it("is asked each time while it is not well", () => {
    const cluster = startReader();
    cluster.setHealth("bad");
    run(cluster, 100);
    const { count } = cluster.asked;
    run(cluster, 50);
    expect(cluster.asked.count).toBe(count + 10);
  });
});

describe("a liveness probe", () => {
  it("has the container restarted after its threshold", () => {
    const cluster = start({ livenessProbe: { ...http, periodSeconds: 5, failureThreshold: 3 } });
    run(cluster, 5);
    cluster.app.status = 500;
    run(cluster, 11);
    expect(getPod(cluster, "one").status.containerStatuses![0]!.restartCount).toBe(0);
    run(cluster, 5);
    expect(getPod(cluster, "one").status.containerStatuses![0]!).toMatchObject({ restartCount: 1 });
    expect(eventsOf(cluster, "one")).toContain(
      "Normal Killing: Container app failed liveness probe, will be restarted",
    );
  });
});

describe("a startup probe", () => {
  it("holds the other probes back until it has succeeded", () => {
    const app = switchable();
    app.status = 503;
    const cluster = start(
      {
        startupProbe: { ...http, periodSeconds: 10, failureThreshold: 30 },
        livenessProbe: { ...http, periodSeconds: 1, failureThreshold: 1 },
        readinessProbe: http,
      },
      app,
    );
    run(cluster, 100);
    expect(getPod(cluster, "one").status.containerStatuses![0]!).toMatchObject({
      restartCount: 0,
      started: false,
    });
    app.status = 200;
    run(cluster, 11);
    expect(getPod(cluster, "one").status.containerStatuses![0]!).toMatchObject({
      started: true,
      ready: true,
    });
  });

  it("that never succeeds has the container restarted", () => {
    const app = switchable();
    app.status = 503;
    const cluster = start({ startupProbe: { ...http, periodSeconds: 1, failureThreshold: 5 } }, app);
    run(cluster, 8);
    expect(getPod(cluster, "one").status.containerStatuses![0]!.restartCount).toBe(1);
  });
});
