import { expect, it } from "vitest";
import { verifyTargets } from "../../fleet/local/verify.ts";
import type { SimulatedCloud } from "../../sim/cloud.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const MINUTE = 60_000;
const DEPLOYMENT = "apps/v1/Deployment";
const NAMESPACE = "game-2048";
const NAME = "deployment-2048";

/** An autoscaler of the application, made by hand, and what it goes by. */
function autoscale({ cloud }: LivingFleet, clusterName: string): void {
  cloud.call(cloud.administrator, "eks", "CreateAddon", { clusterName, addonName: "metrics-server" });
  apiOf(cloud, clusterName).create({
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

function apiOf(cloud: SimulatedCloud, clusterName: string) {
  return clustersOf(cloud).get(clusterName)!.api;
}

/** How many pods the application is to have in each cluster. */
function replicas({ cloud }: LivingFleet, name: string): number[] {
  return [...clustersOf(cloud).values()].map(({ api }) => api.get(DEPLOYMENT, NAMESPACE, name).spec.replicas);
}

function healthyTargets({ cloud }: LivingFleet): number {
  return verifyTargets(cloud).targets.filter(({ state }) => state === "healthy").length;
}

it("gives the application as many pods in each cluster as its load needs, and takes them back without a failed request", async () => {
  const fleet = new LivingFleet();
  const { clock } = fleet.cloud;
  const { outputs } = await fleet.succeed("cluster1");
  await fleet.succeed("cluster2");
  const clusters = [...clustersOf(fleet.cloud).keys()];
  for (const name of clusters) autoscale(fleet, name);
  const dnsName = String(outputs["loadBalancerDnsName"]);
  const load = new VirtualLoad(fleet.cloud, { dnsName });
  clock.advance(10 * MINUTE);
  expect([replicas(fleet, NAME), healthyTargets(fleet)]).toEqual([[2, 2], 4]);

  // A request costs 1 ms: 360 a second need 360 thousandths of a core, twelve pods at 60 percent of 50 thousandths each, and one
  // more in each cluster for the figures of a window in which there were fewer.
  const rush = new VirtualLoad(fleet.cloud, { dnsName, requests: [{ perSecond: 360 }] });
  clock.advance(10 * MINUTE);
  expect([replicas(fleet, NAME), healthyTargets(fleet)]).toEqual([[7, 7], 14]);
  expect(rush.take().shareByCluster).toEqual({ myeks: 0.5, "myeks-cluster2": 0.5 });

  rush.stop();
  clock.advance(10 * MINUTE);
  expect([replicas(fleet, NAME), healthyTargets(fleet)]).toEqual([[2, 2], 4]);
  expect(load.take()).toMatchObject({ failed: {}, seconds: 1_800 });
});

/** An application of one's own, in place of the stacks' page. */
function shop(entry: object): Changes {
  const resources = { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "64Mi" } };
  const apps = { shop: { image: "registry.example.com/shop:1", port: 8080, resources, ...entry } };
  return { app: undefined, apps };
}

it("scales an application by the configuration, and goes over to a fixed number and back under load", async () => {
  const fleet = new LivingFleet();
  const { clock } = fleet.cloud;
  const scaled = shop({ autoscaling: { minReplicas: 2, maxReplicas: 8 } });
  const { outputs } = await fleet.succeed("cluster1", scaled);
  await fleet.succeed("cluster2", scaled);
  // A request to a stand-in costs 5 ms: 80 a second need 400 thousandths of a core, six pods at 70 percent of 100.
  const requests = [{ perSecond: 80 }];
  const load = new VirtualLoad(fleet.cloud, { dnsName: String(outputs["loadBalancerDnsName"]), requests });
  clock.advance(10 * MINUTE);
  const [first = 0, second = 0] = replicas(fleet, "shop");
  expect([first + second, healthyTargets(fleet)]).toEqual([6, 6]);
  expect((await fleet.succeed("cluster1", scaled)).steps).toEqual([]);

  await fleet.succeed("cluster1", shop({ replicas: 4 }));
  clock.advance(10 * MINUTE);
  expect(replicas(fleet, "shop")[0]).toBe(4);
  await fleet.succeed("cluster1", scaled);
  expect(replicas(fleet, "shop")[0]).toBe(4);
  clock.advance(10 * MINUTE);
  expect(load.take().failed).toEqual({});
});
