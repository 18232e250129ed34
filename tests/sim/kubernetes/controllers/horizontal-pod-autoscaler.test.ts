import { describe, expect, it } from "vitest";
import type { SimulatedImage } from "../../../../sim/kubernetes/image.ts";
import type { HorizontalPodAutoscaler } from "../../../../sim/kubernetes/objects.ts";
import { isReady, isTerminating } from "../../../../sim/kubernetes/pods.ts";
import type { Manifest } from "../../../../sim/kubernetes/types.ts";
import {
  deployment,
  eventsOf,
  getDeployment,
  podsOf,
  run,
  startCluster,
  webImage,
  type TestCluster,
} from "../fixture.ts";

const AUTOSCALER = "autoscaling/v2/HorizontalPodAutoscaler";

/** A program that takes 10 ms of CPU time for each request. */
const busy: SimulatedImage = { ...webImage, resources: { cpuMsPerRequest: 10, memoryBytes: 60 * 2 ** 20 } };

const requests = { cpu: "100m", memory: "100Mi" };

/** A cluster with a Deployment `web` whose pods request a tenth of a core, and metrics-server unless it is left out. */
function startWeb(
  options: { readonly replicas?: number; readonly metrics?: boolean; readonly resources?: object } = {},
): TestCluster {
  const cluster = startCluster({ images: { busy }, maxPods: 40 });
  const { replicas = 2, metrics = true, resources = { requests } } = options;
  if (metrics) addMetricsServer(cluster);
  cluster.api.create(deployment("web", { replicas, image: "busy", container: { resources } }));
  run(cluster, 60);
  return cluster;
}

function addMetricsServer({ api }: TestCluster): void {
  const labels = { app: "metrics-server" };
  const metadata = { name: "metrics-server", namespace: "kube-system" };
  const spec = { selector: labels, ports: [{ port: 443, targetPort: 8080 }] };
  api.create({ apiVersion: "v1", kind: "Service", metadata, spec });
  api.create({ ...deployment("metrics-server", { replicas: 1 }), metadata });
}

function autoscaler(spec: object = {}): Manifest {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", namespace: "game" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [cpu(50)],
      ...spec,
    },
  };
}

function cpu(averageUtilization: number): object {
  return { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } };
}

/** Spreads requests over the pods that are ready, second by second. */
function load(cluster: TestCluster, requestsPerSecond: number, seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    const ready = podsOf(cluster, "web").filter((pod) => isReady(pod) && !isTerminating(pod));
    for (const pod of ready) {
      const serve = cluster.cluster.httpAt(pod.status.podIP!, 8080);
      serve?.({ method: "GET", path: "/", headers: {} }, requestsPerSecond / ready.length);
    }
    run(cluster, 1);
  }
}

function statusOf({ api }: TestCluster): HorizontalPodAutoscaler["status"] {
  return api.get(AUTOSCALER, "game", "web").status;
}

/** `AbleToScale True ReadyForNewScale: ...` */
function conditionsOf(cluster: TestCluster): string[] {
  return (statusOf(cluster).conditions ?? []).map(
    ({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`,
  );
}

const replicasOf = (cluster: TestCluster): number => getDeployment(cluster, "web").spec.replicas;

describe("an autoscaler", () => {
  it("says how it goes by and by, every fifteen seconds", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler());
    run(cluster, 14);
    expect(statusOf(cluster)).toEqual({ currentMetrics: null, desiredReplicas: 0 });
    run(cluster, 2);
    expect(statusOf(cluster)).toEqual({
      currentReplicas: 2,
      desiredReplicas: 2,
      currentMetrics: [
        {
          type: "Resource",
          resource: { name: "cpu", current: { averageUtilization: 0, averageValue: "0" } },
        },
      ],
      conditions: [
        {
          type: "AbleToScale",
          status: "True",
          reason: "ScaleDownStabilized",
          message:
            "recent recommendations were higher than current one, applying the highest recent recommendation",
          lastTransitionTime: "2026-01-01T00:01:15Z",
        },
        {
          type: "ScalingActive",
          status: "True",
          reason: "ValidMetricFound",
          message:
            "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
          lastTransitionTime: "2026-01-01T00:01:15Z",
        },
        {
          type: "ScalingLimited",
          status: "False",
          reason: "DesiredWithinRange",
          message: "the desired count is within the acceptable range",
          lastTransitionTime: "2026-01-01T00:01:15Z",
        },
      ],
    });
    run(cluster, 300);
    expect(conditionsOf(cluster)).toEqual([
      "AbleToScale True ReadyForNewScale: recommended size matches current size",
      "ScalingActive True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
      "ScalingLimited True TooFewReplicas: the desired replica count is less than the minimum replica count",
    ]);
  });

  it("gives a Deployment as many pods as its load needs, and takes them back five minutes after it", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler());
    // 30 requests of 10 ms need 300 thousandths of a core: six pods at half of 100, and one for the figures of the window in
    // which there were fewer.
    load(cluster, 30, 90);
    expect(replicasOf(cluster)).toBe(7);
    expect(statusOf(cluster).currentMetrics?.[0]?.resource?.current).toEqual({
      averageUtilization: 43,
      averageValue: "43m",
    });
    expect(eventsOf(cluster, "web").filter((event) => event.includes("Rescale"))).toEqual([
      "Normal SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target",
      "Normal SuccessfulRescale: New size: 7; reason: cpu resource utilization (percentage of request) above target",
    ]);
    run(cluster, 270);
    expect(replicasOf(cluster)).toBe(7);
    expect(conditionsOf(cluster)[0]).toBe(
      "AbleToScale True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation",
    );
    run(cluster, 60);
    expect(replicasOf(cluster)).toBe(2);
    expect(podsOf(cluster, "web").filter((pod) => !isTerminating(pod))).toHaveLength(2);
    expect(eventsOf(cluster, "web")).toContain(
      "Normal SuccessfulRescale: New size: 2; reason: All metrics below target",
    );
  });

  it("leaves a change of up to a tenth alone", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler());
    load(cluster, 11, 60);
    expect(statusOf(cluster).currentMetrics?.[0]?.resource?.current.averageUtilization).toBe(55);
    expect(replicasOf(cluster)).toBe(2);
    load(cluster, 11.2, 30);
    expect(replicasOf(cluster)).toBe(3);
  });

  it("stops at the most replicas", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler({ maxReplicas: 3 }));
    load(cluster, 100, 60);
    expect(replicasOf(cluster)).toBe(3);
    expect(conditionsOf(cluster)[2]).toBe(
      "ScalingLimited True TooManyReplicas: the desired replica count is more than the maximum replica count",
    );
  });

  it("brings a Deployment back between its bounds without a look at metrics", () => {
    const cluster = startWeb({ metrics: false, replicas: 1 });
    cluster.api.create(autoscaler());
    run(cluster, 16);
    expect(replicasOf(cluster)).toBe(2);
    cluster.api.patch("apps/v1/Deployment", "game", "web", { spec: { replicas: 20 } });
    run(cluster, 16);
    expect(replicasOf(cluster)).toBe(10);
    expect(eventsOf(cluster, "web").filter((event) => event.includes("Rescale"))).toEqual([
      "Normal SuccessfulRescale: New size: 2; reason: Current number of replicas below Spec.MinReplicas",
      "Normal SuccessfulRescale: New size: 10; reason: Current number of replicas above Spec.MaxReplicas",
    ]);
    expect(statusOf(cluster)).toMatchObject({
      currentReplicas: 20,
      desiredReplicas: 10,
      currentMetrics: null,
    });
  });

  it("leaves a Deployment alone that somebody has scaled to nothing", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler());
    cluster.api.patch("apps/v1/Deployment", "game", "web", { spec: { replicas: 0 } });
    run(cluster, 60);
    expect(replicasOf(cluster)).toBe(0);
    expect(conditionsOf(cluster)[1]).toBe(
      "ScalingActive False ScalingDisabled: scaling is disabled since the replica count of the target is zero",
    );
  });

  it("goes by the metric that asks for most", () => {
    const cluster = startWeb();
    const target = { type: "AverageValue", averageValue: "20Mi" };
    const memory = { type: "Resource", resource: { name: "memory", target } };
    cluster.api.create(autoscaler({ metrics: [cpu(50), memory] }));
    run(cluster, 16);
    expect(replicasOf(cluster)).toBe(4);
    expect(statusOf(cluster).currentMetrics?.[1]).toEqual({
      type: "Resource",
      resource: { name: "memory", current: { averageValue: "62914560" } },
    });
    expect(eventsOf(cluster, "web")).toContain(
      "Normal SuccessfulRescale: New size: 4; reason: memory resource above target",
    );
  });
});

describe("behaviour", () => {
  it("lets pods go one by one", () => {
    const cluster = startWeb({ replicas: 6 });
    const policies = [{ type: "Pods", value: 1, periodSeconds: 60 }];
    cluster.api.create(autoscaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 0, policies } } }));
    run(cluster, 16);
    expect(replicasOf(cluster)).toBe(5);
    expect(conditionsOf(cluster)[2]).toBe(
      "ScalingLimited True ScaleDownLimit: the desired replica count is decreasing faster than the maximum scale rate",
    );
    run(cluster, 45);
    expect(replicasOf(cluster)).toBe(5);
    run(cluster, 60);
    expect(replicasOf(cluster)).toBe(4);
  });

  it("adds pods at the rate of its policies, of which the most generous counts", () => {
    const cluster = startWeb();
    const policies = [
      { type: "Pods", value: 1, periodSeconds: 60 },
      { type: "Percent", value: 10, periodSeconds: 60 },
    ];
    cluster.api.create(autoscaler({ behavior: { scaleUp: { policies } } }));
    load(cluster, 100, 40);
    expect(replicasOf(cluster)).toBe(3);
    expect(conditionsOf(cluster)[2]).toBe(
      "ScalingLimited True ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate",
    );
    load(cluster, 100, 60);
    expect(replicasOf(cluster)).toBe(4);
  });

  it("waits with more pods as long as a window says", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler({ behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } }));
    load(cluster, 30, 60);
    expect(replicasOf(cluster)).toBe(2);
    expect(conditionsOf(cluster)[0]).toBe(
      "AbleToScale True ScaleUpStabilized: recent recommendations were lower than current one, applying the lowest recent recommendation",
    );
    load(cluster, 30, 45);
    expect(replicasOf(cluster)).toBeGreaterThan(2);
  });

  it("does not scale down where that is disabled", () => {
    const cluster = startWeb({ replicas: 6 });
    cluster.api.create(autoscaler({ behavior: { scaleDown: { selectPolicy: "Disabled" } } }));
    run(cluster, 900);
    expect(replicasOf(cluster)).toBe(6);
  });
});

describe("without what it needs, an autoscaler scales nothing", () => {
  const unable = "the HPA was unable to compute the replica count";

  it.each([
    ["there is no metrics-server", false, "the server could not find the requested resource"],
    ["metrics-server is not ready", true, "the server is currently unable to handle the request"],
  ])("when %s", (_case, isThere, words) => {
    const cluster = startWeb({ metrics: false, replicas: 3 });
    if (isThere) {
      addMetricsServer(cluster);
      cluster.api.patch("apps/v1/Deployment", "kube-system", "metrics-server", { spec: { replicas: 0 } });
    }
    cluster.api.create(autoscaler());
    run(cluster, 600);
    const cause = `failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: ${words} (get pods.metrics.k8s.io)`;
    expect(replicasOf(cluster)).toBe(3);
    expect(conditionsOf(cluster)).toEqual([
      "AbleToScale True SucceededGetScale: the HPA controller was able to get the target's current scale",
      `ScalingActive False FailedGetResourceMetric: ${unable}: ${cause}`,
    ]);
    expect(eventsOf(cluster, "web").filter((event) => event.includes("Failed"))).toEqual([
      `Warning FailedGetResourceMetric: ${cause}`,
      `Warning FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${cause}`,
    ]);
    expect(statusOf(cluster)).toMatchObject({
      currentReplicas: 3,
      desiredReplicas: 0,
      currentMetrics: [{ type: "" }],
    });
  });

  it("when pods request no CPU", () => {
    const cluster = startWeb({ resources: {} });
    cluster.api.create(autoscaler());
    run(cluster, 60);
    const { metadata } = podsOf(cluster, "web")[0]!;
    expect(conditionsOf(cluster)[1]).toBe(
      `ScalingActive False FailedGetResourceMetric: ${unable}: failed to get cpu utilization: missing request for cpu in container app of Pod ${metadata.name}`,
    );
  });

  it("when one of two metrics is missing and the other one would take pods away", () => {
    const cluster = startWeb({ replicas: 4, resources: { requests: { cpu: "100m" } } });
    const memory = { name: "memory", target: { type: "Utilization", averageUtilization: 50 } };
    cluster.api.create(autoscaler({ metrics: [cpu(50), { type: "Resource", resource: memory }] }));
    run(cluster, 600);
    expect(replicasOf(cluster)).toBe(4);
    load(cluster, 40, 60);
    expect(replicasOf(cluster)).toBe(8);
  });

  it("when there is no target", () => {
    const cluster = startWeb();
    cluster.api.create(
      autoscaler({ scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "x" } }),
    );
    run(cluster, 16);
    expect(conditionsOf(cluster)).toEqual([
      `AbleToScale False FailedGetScale: the HPA controller was unable to get the target's current scale: deployments.apps "x" not found`,
    ]);
    expect(eventsOf(cluster, "web")).toContain('Warning FailedGetScale: deployments.apps "x" not found');
  });

  it.each([
    [{ apiVersion: "apps/v1", kind: "Deploy" }, 'no matches for kind "Deploy" in group "apps"'],
    [{ apiVersion: "apps/v1", kind: "DaemonSet" }, "the server could not find the requested resource"],
  ])("when the target is not of a kind that scales: %j", (target, words) => {
    const cluster = startWeb();
    cluster.api.create(autoscaler({ scaleTargetRef: { ...target, name: "web" } }));
    run(cluster, 16);
    expect(eventsOf(cluster, "web")).toContain(`Warning FailedGetScale: ${words}`);
  });

  it("when another one has the same pods", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler());
    cluster.api.create({ ...autoscaler(), metadata: { name: "other", namespace: "game" } });
    load(cluster, 50, 60);
    expect(replicasOf(cluster)).toBe(2);
    expect(conditionsOf(cluster)[1]).toBe(
      "ScalingActive False AmbiguousSelector: pods by selector app=web are controlled by multiple HPAs: [{web game} {other game}]",
    );
  });
});

describe("pods that start", () => {
  it("count as idle while the load rises", () => {
    const cluster = startWeb();
    cluster.api.create(autoscaler({ maxReplicas: 30 }));
    load(cluster, 15, 16);
    expect(replicasOf(cluster)).toBe(3);
    // The third one is not ready for a whole window yet.
    load(cluster, 15, 15);
    expect(replicasOf(cluster)).toBe(3);
  });
});

it("goes on in a restored world, and forgets what it recommended, as a controller that starts again does", () => {
  const cluster = startWeb();
  cluster.api.create(autoscaler());
  load(cluster, 30, 90);
  cluster.cluster.restore(structuredClone(cluster.cluster.toJSON()));
  run(cluster, 16);
  expect(replicasOf(cluster)).toBe(7);
  load(cluster, 50, 60);
  expect(replicasOf(cluster)).toBe(10);
});
