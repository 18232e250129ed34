import { expect, it } from "vitest";
import { verifyTargets } from "../../fleet/local/verify.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { HorizontalPodAutoscaler } from "../../sim/kubernetes/objects.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const MINUTE = 60_000;
const DEPLOYMENT = "apps/v1/Deployment";
const AUTOSCALER = "autoscaling/v2/HorizontalPodAutoscaler";
const NAMESPACE = "game-2048";
const NAME = "deployment-2048";

const fleet = new LivingFleet();
const { clock } = fleet.cloud;

/** An autoscaler of the application, and what it goes by. */
function autoscale(clusterName: string): void {
  const { cloud } = fleet;
  cloud.call(cloud.administrator, "eks", "CreateAddon", { clusterName, addonName: "metrics-server" });
  apiOf(clusterName).create({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: NAME },
      minReplicas: 2,
      maxReplicas: 12,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
        },
      ],
    },
  });
}

function apiOf(clusterName: string) {
  return clustersOf(fleet.cloud).get(clusterName)!.api;
}

function replicas(): number[] {
  return [...clustersOf(fleet.cloud).values()].map(
    ({ api }) => api.get(DEPLOYMENT, NAMESPACE, NAME).spec.replicas,
  );
}

function statusOf(clusterName: string): HorizontalPodAutoscaler["status"] {
  return apiOf(clusterName).get(AUTOSCALER, NAMESPACE, NAME).status;
}

function healthyTargets(): number {
  return verifyTargets(fleet.cloud).targets.filter(({ state }) => state === "healthy").length;
}

it("gives the application as many pods in each cluster as its load needs, and takes them back without a failed request", async () => {
  const { outputs } = await fleet.succeed("cluster1");
  await fleet.succeed("cluster2");
  const clusters = [...clustersOf(fleet.cloud).keys()];
  for (const name of clusters) autoscale(name);
  const dnsName = String(outputs["loadBalancerDnsName"]);
  const load = new VirtualLoad(fleet.cloud, { dnsName });
  clock.advance(10 * MINUTE);
  expect([replicas(), healthyTargets()]).toEqual([[2, 2], 4]);
  expect(statusOf("myeks").currentMetrics?.[0]?.resource?.current).toEqual({
    averageUtilization: 0,
    averageValue: "0",
  });

  // A request costs 1 ms: 360 a second need 360 thousandths of a core, twelve pods at 60 percent of 50 thousandths each, and one
  // more in each cluster for the figures of a window in which there were fewer.
  const rush = new VirtualLoad(fleet.cloud, { dnsName, requests: [{ perSecond: 360 }] });
  clock.advance(10 * MINUTE);
  expect([replicas(), healthyTargets()]).toEqual([[7, 7], 14]);
  expect(rush.take().shareByCluster).toEqual({ myeks: 0.5, "myeks-cluster2": 0.5 });

  rush.stop();
  clock.advance(10 * MINUTE);
  expect([replicas(), healthyTargets()]).toEqual([[2, 2], 4]);
  expect(load.take()).toMatchObject({ failed: {}, seconds: 1_800 });
});
