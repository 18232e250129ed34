import { expect, it } from "vitest";
import type { EndpointSlice } from "../../../../sim/kubernetes/objects.ts";
import { deployment, podsOf, run, startCluster, type TestCluster } from "../fixture.ts";

function service(targetPort: number | string = "http"): Parameters<TestCluster["api"]["create"]>[0] {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "app", namespace: "game" },
    spec: { selector: { app: "app" }, ports: [{ name: "web", port: 80, targetPort }] },
  };
}

function slices({ api }: TestCluster): EndpointSlice[] {
  return api.list("discovery.k8s.io/v1/EndpointSlice", { namespace: "game" }) as EndpointSlice[];
}

it("lists the ready pods of a Service with their zones and the port that its name stands for", () => {
  const cluster = startCluster();
  cluster.api.create(service());
  cluster.api.create(deployment("app", { replicas: 1 }));
  run(cluster, 5);
  const [pod] = podsOf(cluster);
  const [slice, ...others] = slices(cluster);
  expect(others).toEqual([]);
  expect(slice).toMatchObject({
    addressType: "IPv4",
    metadata: {
      name: expect.stringMatching(/^app-[a-z0-9]{5}$/),
      labels: {
        "kubernetes.io/service-name": "app",
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      },
    },
  });
  expect(slice!.ports).toEqual([{ name: "web", port: 8080, protocol: "TCP" }]);
  expect(slice!.endpoints).toEqual([
    {
      addresses: ["10.0.0.1"],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: "Pod", name: pod!.metadata.name, namespace: "game", uid: pod!.metadata.uid },
      nodeName: "node-a",
      zone: "a",
    },
  ]);
});

it("shows a pod that is going as serving, but not ready", () => {
  const cluster = startCluster();
  cluster.api.create(service());
  cluster.api.create(
    deployment("app", { replicas: 1, container: { lifecycle: { preStop: { sleep: { seconds: 20 } } } } }),
  );
  run(cluster, 5);
  cluster.api.delete("v1/Pod", "game", podsOf(cluster)[0]!.metadata.name);
  run(cluster, 1);
  const conditions = slices(cluster)[0]!.endpoints.map((endpoint) => endpoint.conditions);
  expect(conditions).toContainEqual({ ready: false, serving: true, terminating: true });
});

it("leaves the endpoints of a Service without pods empty", () => {
  const cluster = startCluster();
  cluster.api.create(service());
  run(cluster, 1);
  expect(slices(cluster).map(({ endpoints }) => endpoints)).toEqual([[]]);
});

it("leaves Services without a selector to others", () => {
  const cluster = startCluster();
  cluster.api.create({ ...service(), spec: { ports: [{ port: 80 }] } });
  run(cluster, 1);
  expect(slices(cluster)).toEqual([]);
});

it("begins a second slice after a hundred endpoints", () => {
  const cluster = startCluster({ maxPods: 110 });
  cluster.api.create(service(8080));
  cluster.api.create(deployment("app", { replicas: 130 }));
  run(cluster, 10);
  expect(slices(cluster).map(({ endpoints }) => endpoints.length)).toEqual([100, 30]);
});

it("goes with its Service", () => {
  const cluster = startCluster();
  cluster.api.create(service());
  run(cluster, 1);
  cluster.api.delete("v1/Service", "game", "app");
  run(cluster, 1);
  expect(slices(cluster)).toEqual([]);
});
