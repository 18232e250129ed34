import { beforeEach, expect, it } from "vitest";
import type { Endpoints } from "../../../../sim/kubernetes/objects.ts";
import type { Manifest } from "../../../../sim/kubernetes/types.ts";
import { deployment, podsOf, run, startCluster, type TestCluster } from "../fixture.ts";

let cluster: TestCluster;

beforeEach(() => {
  cluster = startCluster();
});

function service(ports: readonly object[]): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "app", namespace: "game", labels: { team: "games" } },
    spec: { selector: { app: "app" }, ports },
  };
}

function endpoints(): Endpoints | undefined {
  return cluster.api.find("v1/Endpoints", "game", "app");
}

/** How a pod is shown. */
function address(index: number): object {
  const { metadata, spec, status } = podsOf(cluster)[index]!;
  const { name, namespace, uid } = metadata;
  return { ip: status.podIP, nodeName: spec.nodeName, targetRef: { kind: "Pod", name, namespace, uid } };
}

it("lists the pods of a Service that are ready, and those that are not yet", () => {
  cluster.api.create(service([{ name: "web", port: 80, targetPort: "http" }]));
  cluster.api.create(
    deployment("app", {
      container: { readinessProbe: { httpGet: { path: "/", port: "http" }, initialDelaySeconds: 20 } },
    }),
  );
  run(cluster, 5);
  const ports = [{ name: "web", port: 8080, protocol: "TCP" }];
  const all = [address(0), address(1)];
  expect(endpoints()?.subsets).toEqual([{ notReadyAddresses: all, ports }]);
  run(cluster, 30);
  expect(endpoints()?.subsets).toEqual([{ addresses: all, ports }]);
  expect(endpoints()?.metadata.labels).toEqual({
    team: "games",
    "endpoints.kubernetes.io/managed-by": "endpoint-controller",
  });
});

it("leaves out a pod that is going, and the name of a port without one", () => {
  cluster.api.create(service([{ port: 80, targetPort: 8080 }]));
  const lifecycle = { preStop: { sleep: { seconds: 20 } } };
  cluster.api.create(deployment("app", { replicas: 1, container: { lifecycle } }));
  run(cluster, 5);
  expect(endpoints()?.subsets).toEqual([
    { addresses: [address(0)], ports: [{ port: 8080, protocol: "TCP" }] },
  ]);
  cluster.api.patch("apps/v1/Deployment", "game", "app", { spec: { replicas: 0 } });
  run(cluster, 1);
  expect(endpoints()).not.toHaveProperty("subsets");
});

it("goes with its Service", () => {
  cluster.api.create(service([{ port: 80, targetPort: 8080 }]));
  run(cluster, 1);
  expect(endpoints()).toBeDefined();
  cluster.api.delete("v1/Service", "game", "app");
  run(cluster, 1);
  expect(endpoints()).toBeUndefined();
});
