import { describe, expect, it } from "vitest";
import { ContainerExit } from "../../../../../sim/kubernetes/types.ts";
import { newWorld, reasons, Resource, type World } from "../world.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const NOT_CREATED =
  "resource \"urn:pulumi:dev::test::kubernetes:apps/v1:Deployment::web\" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'web' timed out waiting to be Ready";

function deployment(changes: { replicas?: number; container?: object; annotations?: object } = {}) {
  return {
    metadata: { name: "web", annotations: changes.annotations ?? {} },
    spec: {
      replicas: changes.replicas ?? 2,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "app", image: "web", ...changes.container }] },
      },
    },
  };
}

const NEVER_READY = { readinessProbe: { httpGet: { path: "/", port: 81 } } };

function podNames({ cluster }: World): string[] {
  return cluster.api.list("v1/Pod", { namespace: "default" }).map(({ metadata }) => metadata.name);
}

it("waits until all pods of a new Deployment are ready", () => {
  const world = newWorld();
  const web = new Resource(world, DEPLOYMENT, "web").create(deployment());
  expect(web.id).toBe("default/web");
  expect(web.outputs["status"]).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
});

it("gives up after ten minutes, with what the scheduler says", () => {
  const world = newWorld({ nodes: 0 });
  const start = world.cloud.clock.now();
  const web = new Resource(world, DEPLOYMENT, "web");
  expect(reasons(() => web.create(deployment()))).toEqual([
    NOT_CREATED,
    expect.stringMatching(/^\[ProgressDeadlineExceeded\] ReplicaSet "web-\w+" has timed out progressing\.$/),
    "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
    "Minimum number of live Pods was not attained",
    "FailedScheduling: no nodes available to schedule pods",
  ]);
  expect(world.cloud.clock.now() - start).toBe(600_000);
  expect(web.outputs["spec"]).toMatchObject({ replicas: 2 });
});

it("tells what keeps each pod from being ready", () => {
  const world = newWorld();
  const web = new Resource(world, DEPLOYMENT, "web", { timeoutMs: 60_000 });
  const told = reasons(() => web.create(deployment({ replicas: 1, container: NEVER_READY })));
  const [pod] = podNames(world);
  expect(told).toEqual([
    NOT_CREATED,
    "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
    "Minimum number of live Pods was not attained",
    `[Pod ${pod}]: containers with unready status: [app]`,
    'Unhealthy: Readiness probe failed: Get "http://192.168.1.10:81/": dial tcp 192.168.1.10:81: connect: connection refused',
  ]);
});

it("tells why a container ended", () => {
  const world = newWorld({
    images: {
      broken: () => {
        throw new ContainerExit(1, "no region");
      },
    },
  });
  const web = new Resource(world, DEPLOYMENT, "web", { timeoutMs: 60_000 });
  const told = reasons(() => web.create(deployment({ replicas: 1, container: { image: "broken" } })));
  const [pod] = podNames(world);
  expect(told[3]).toMatch(
    new RegExp(
      `^\\[Pod ${pod}\\]: containers with unready status: \\[app\\]\\[CrashLoopBackOff\\] back-off \\w+ restarting failed container=app pod=${pod}_default\\(.*\\)\\ncontainer "app" terminated at 2026-\\S+Z \\(Error: exit code 1\\)`,
    ),
  );
  expect(told.at(-1)).toMatch(/^BackOff: Back-off restarting failed container app in pod/);
});

it("waits for a DaemonSet's pod on each node", () => {
  const world = newWorld({ nodes: 2 });
  const { spec } = deployment();
  const { replicas: _replicas, ...rest } = spec;
  const agent = new Resource(world, "kubernetes:apps/v1:DaemonSet", "agent");
  agent.create({ metadata: { name: "agent" }, spec: rest });
  expect(agent.outputs["status"]).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2 });
  const broken = structuredClone(rest);
  Object.assign(broken.template.spec.containers[0]!, NEVER_READY);
  const other = new Resource(world, "kubernetes:apps/v1:DaemonSet", "other", { timeoutMs: 60_000 });
  expect(reasons(() => other.create({ metadata: { name: "other" }, spec: broken })).slice(0, 2)).toEqual([
    'resource "urn:pulumi:dev::test::kubernetes:apps/v1:DaemonSet::other" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition',
    expect.stringMatching(/^\[Pod other-\w+\]: containers with unready status: \[app\]$/),
  ]);
});

describe("a rollout", () => {
  it("is over when the new pods are ready", () => {
    const world = newWorld();
    const web = new Resource(world, DEPLOYMENT, "web").create(deployment());
    web.update(deployment({ container: { env: [{ name: "A", value: "1" }] } }));
    expect(web.outputs["status"]).toMatchObject({ updatedReplicas: 2, readyReplicas: 2, replicas: 2 });
    expect(web.outputs["metadata"]).toMatchObject({
      annotations: { "deployment.kubernetes.io/revision": "2" },
    });
  });

  it("that gets stuck fails, while the old pods go on", () => {
    const world = newWorld();
    const web = new Resource(world, DEPLOYMENT, "web", { timeoutMs: 700_000 }).create(deployment());
    const told = reasons(() => web.update(deployment({ container: NEVER_READY })));
    const { api } = world.cluster;
    const revision = web.outputs["metadata"] as { annotations: Record<string, string> };
    expect(revision.annotations["deployment.kubernetes.io/revision"]).toBe("2");
    expect(told.slice(0, 3)).toEqual([
      `the Kubernetes API server reported that "default/web" failed to fully initialize or become live: 'web' timed out waiting to be Ready`,
      expect.stringMatching(
        /^\[ProgressDeadlineExceeded\] ReplicaSet "web-\w+" has timed out progressing\.$/,
      ),
      "Minimum number of Pods to consider the application live was not attained",
    ]);
    expect(api.get("apps/v1/Deployment", "default", "web")["status"]).toMatchObject({
      readyReplicas: 2,
      availableReplicas: 2,
    });
  });

  it("is not waited for when only the number of replicas changes and these are ready", () => {
    const world = newWorld();
    const web = new Resource(world, DEPLOYMENT, "web").create(deployment());
    web.update(deployment({ replicas: 3 }));
    expect(web.outputs["status"]).toMatchObject({ readyReplicas: 3 });
    web.update(deployment({ replicas: 0 }));
    expect(web.outputs["spec"]).toMatchObject({ replicas: 0 });
  });
});

it("waits for nothing when told to", () => {
  const world = newWorld({ nodes: 0 });
  const start = world.cloud.clock.now();
  const annotations = { "pulumi.com/skipAwait": "true" };
  const web = new Resource(world, DEPLOYMENT, "web").create(deployment({ annotations }));
  expect(world.cloud.clock.now()).toBe(start);
  web.delete();
  expect(world.cloud.clock.now()).toBe(start);
});

it.each([
  ["the annotation", { "pulumi.com/timeoutSeconds": "30" }, {}, 30_000],
  [
    "customTimeouts, before the annotation",
    { "pulumi.com/timeoutSeconds": "30" },
    { timeoutMs: 5_000 },
    5_000,
  ],
  ["ten minutes, if the annotation is not a number", { "pulumi.com/timeoutSeconds": "soon" }, {}, 600_000],
])("takes its patience from %s", (_name, annotations, options, expected) => {
  const world = newWorld({ nodes: 0 });
  const start = world.cloud.clock.now();
  const web = new Resource(world, DEPLOYMENT, "web", options);
  reasons(() => web.create(deployment({ annotations })));
  expect(world.cloud.clock.now() - start).toBe(expected);
});

it("replaces a Deployment whose selector changes, and deletes it first as its name is given", () => {
  const world = newWorld();
  const web = new Resource(world, DEPLOYMENT, "web").create(deployment());
  const changed = structuredClone(deployment()) as ReturnType<typeof deployment>;
  changed.spec.selector.matchLabels.app = "other";
  changed.spec.template.metadata.labels.app = "other";
  expect(web.diff(changed)).toEqual({
    changed: ["spec"],
    replace: ["spec.selector.matchLabels.app"],
    deleteBeforeReplace: true,
  });
});
