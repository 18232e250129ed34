import { describe, expect, it } from "vitest";
import type { SimulatedImage } from "../../../../sim/kubernetes/image.ts";
import type { ContainerContext, Manifest } from "../../../../sim/kubernetes/types.ts";
import { eventsOf, getPod, pod, run, startCluster, type TestCluster } from "../fixture.ts";

/** Starts a pod and returns what its program sees. */
function contextOf(
  cluster: TestCluster & { seen: ContainerContext[] },
  manifest: Manifest,
): ContainerContext {
  cluster.api.create(manifest);
  run(cluster, 5);
  return cluster.seen.at(-1)!;
}

function start(): TestCluster & { seen: ContainerContext[] } {
  const seen: ContainerContext[] = [];
  const probe: SimulatedImage = {
    user: 0,
    start: (context) => {
      seen.push(context);
      return {};
    },
  };
  const cluster = startCluster({ zones: ["a"], images: { probe } });
  cluster.api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "pages", namespace: "game" },
    data: { "index.html": "hello", "other.html": "other" },
  });
  cluster.api.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "keys", namespace: "game" },
    stringData: { token: "s3cret" },
  });
  return { ...cluster, seen };
}

function withVolume(volume: object, mount: object = {}, container: object = {}): Manifest {
  return pod("one", {
    spec: { volumes: [{ name: "data", ...volume }] },
    container: {
      image: "probe",
      volumeMounts: [{ name: "data", mountPath: "/data", ...mount }],
      ...container,
    },
  });
}

describe("volumes", () => {
  it("show a ConfigMap's keys as files", () => {
    const context = contextOf(start(), withVolume({ configMap: { name: "pages" } }));
    expect(context.readFile("/data/index.html")).toBe("hello");
    expect(context.readFile("/data/other.html")).toBe("other");
    expect(context.readFile("/data/missing.html")).toBeUndefined();
    expect(context.readFile("/elsewhere/index.html")).toBeUndefined();
  });

  it("show the keys that are selected, under their paths", () => {
    const items = [{ key: "index.html", path: "pages/start.html" }];
    const context = contextOf(start(), withVolume({ configMap: { name: "pages", items } }));
    expect(context.readFile("/data/pages/start.html")).toBe("hello");
    expect(context.readFile("/data/index.html")).toBeUndefined();
    expect(context.readFile("/data/pages/other.html")).toBeUndefined();
  });

  it("show one file of a volume by subPath", () => {
    const context = contextOf(
      start(),
      withVolume({ configMap: { name: "pages" } }, { mountPath: "/app/index.html", subPath: "index.html" }),
    );
    expect(context.readFile("/app/index.html")).toBe("hello");
  });

  it("show a Secret's values decoded, and a pod's own fields", () => {
    const sources = [
      { secret: { name: "keys" } },
      { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
    ];
    const context = contextOf(start(), withVolume({ projected: { sources } }));
    expect(context.readFile("/data/token")).toBe("s3cret");
    expect(context.readFile("/data/labels")).toBe('app="one"');
  });

  it("keep the pod waiting until their ConfigMap is there", () => {
    const cluster = start();
    cluster.api.create(withVolume({ configMap: { name: "late" } }));
    run(cluster, 5);
    expect(eventsOf(cluster, "one").at(-1)).toBe(
      'Warning FailedMount: MountVolume.SetUp failed for volume "data" : configmap "late" not found',
    );
    expect(getPod(cluster, "one").status.containerStatuses![0]!.state).toEqual({
      waiting: { reason: "ContainerCreating" },
    });
    cluster.api.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "late", namespace: "game" },
    });
    run(cluster, 30);
    expect(getPod(cluster, "one").status.phase).toBe("Running");
  });

  it("are empty when an optional ConfigMap is not there", () => {
    const context = contextOf(start(), withVolume({ configMap: { name: "late", optional: true } }));
    expect(context.readFile("/data/index.html")).toBeUndefined();
  });

  it("show a changed ConfigMap after a minute", () => {
    const cluster = start();
    const context = contextOf(cluster, withVolume({ configMap: { name: "pages" } }));
    cluster.api.patch("v1/ConfigMap", "game", "pages", { data: { "index.html": "changed" } });
    run(cluster, 59);
    expect(context.readFile("/data/index.html")).toBe("hello");
    run(cluster, 2);
    expect(context.readFile("/data/index.html")).toBe("changed");
  });
});

describe("the environment", () => {
  it("has values, references and expansions", () => {
    const context = contextOf(
      start(),
      pod("one", {
        container: {
          image: "probe",
          envFrom: [{ prefix: "PAGE_", configMapRef: { name: "pages" } }],
          env: [
            { name: "NAME", value: "game" },
            { name: "GREETING", value: "hello $(NAME), $$(NAME) and $(NOBODY)" },
            { name: "TOKEN", valueFrom: { secretKeyRef: { name: "keys", key: "token" } } },
            { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
            { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            { name: "LABEL", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
          ],
        },
      }),
    );
    expect(context.env).toEqual({
      "PAGE_index.html": "hello",
      "PAGE_other.html": "other",
      NAME: "game",
      GREETING: "hello game, $(NAME) and $(NOBODY)",
      TOKEN: "s3cret",
      POD: "one",
      NODE: "node-a",
      LABEL: "one",
    });
  });

  it.each([
    [{ configMapKeyRef: { name: "none", key: "k" } }, 'configmap "none" not found'],
    [{ secretKeyRef: { name: "none", key: "k" } }, 'secret "none" not found'],
    [{ configMapKeyRef: { name: "pages", key: "k" } }, "couldn't find key k in ConfigMap game/pages"],
  ])("keeps the container from being made for want of %j", (valueFrom, message) => {
    const cluster = start();
    cluster.api.create(pod("one", { container: { image: "probe", env: [{ name: "A", valueFrom }] } }));
    run(cluster, 5);
    expect(getPod(cluster, "one").status.containerStatuses![0]!.state).toEqual({
      waiting: { reason: "CreateContainerConfigError", message },
    });
  });
});
