import { beforeEach, expect, it } from "vitest";
import { deployment, podsOf, run, startCluster, webImage, type TestCluster } from "./fixture.ts";

const busy = { ...webImage, resources: { cpuMsPerRequest: 3, memoryBytes: 5_000 } };

let cluster: TestCluster;

beforeEach(() => {
  cluster = startCluster({ images: { busy } });
  const metadata = { name: "metrics-server", namespace: "kube-system" };
  const selector = { app: "metrics-server" };
  const spec = { selector, ports: [{ port: 443, targetPort: 8080 }] };
  cluster.api.create({ apiVersion: "v1", kind: "Service", metadata, spec });
  cluster.api.create({ ...deployment("metrics-server", { replicas: 1 }), metadata });
  cluster.api.create(deployment("app", { replicas: 1, image: "busy" }));
  run(cluster, 60);
});

function figures() {
  return cluster.cluster.podMetrics("game");
}

it("shows what each request costs, and nothing of probes", () => {
  const [pod] = podsOf(cluster, "app");
  const serve = cluster.cluster.httpAt(pod!.status.podIP!, 8080)!;
  for (let count = 0; count < 50; count++) serve({ method: "GET", path: "/", headers: {} });
  serve({ method: "GET", path: "/", headers: {} }, 200);
  run(cluster, 15);
  expect(figures()).toEqual([
    {
      pod: podsOf(cluster, "app")[0],
      containers: [{ cpu: 0.05, memory: 5_000, at: cluster.clock.now(), windowMs: 15_000 }],
    },
  ]);
  run(cluster, 15);
  expect(figures()[0]?.containers[0]?.cpu).toBe(0);
});

it("leaves out a pod that has just started, and one of which a container does not run", () => {
  cluster.api.create(deployment("late", { replicas: 1 }));
  cluster.api.create(deployment("broken", { replicas: 1, image: "failing" }));
  run(cluster, 9);
  expect(figures()).toHaveLength(1);
  run(cluster, 60);
  expect(figures().map(({ pod }) => pod.metadata.labels?.["app"])).toEqual(["app", "late"]);
});
