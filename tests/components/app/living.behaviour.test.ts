/** An app of a container, changed while clients ask for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppArgs, EksCluster } from "../../../components/index.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { AppsScene, NAMESPACE, page } from "../../support/apps-scene.ts";

const MINUTE = 60_000;
const AUTOSCALING = { minReplicas: 2, maxReplicas: 12 };

const scene = new AppsScene();
const { clock } = scene.cloud;
const apps = [page("shop")];

/** Pods that the first cluster's Deployment wants; 0 while it has none. */
function replicas(): number {
  return scene.api("blue").find("apps/v1/Deployment", NAMESPACE, "shop")?.spec.replicas ?? 0;
}

/** Changes the app. @returns what was done, and the fewest pods that were wanted meanwhile. */
async function change(shop: Partial<AppArgs>) {
  let fewest = Infinity;
  const { problem, steps } = await scene.blue(
    apps,
    { containers: () => ({ shop }) },
    { onStep: () => (fewest = Math.min(fewest, replicas())) },
  );
  expect(problem).toBe("");
  return { steps, fewest };
}

/** Requests of 5 ms each: 300 a second need one and a half cores. */
function rush(perSecond: number): VirtualLoad {
  const dnsName = scene.shared.loadBalancerDnsName;
  return new VirtualLoad(scene.cloud, { dnsName, requests: [{ perSecond }] });
}

describe("an app that goes from replicas to autoscaling and back", () => {
  let load: VirtualLoad;
  let busy: VirtualLoad;

  beforeAll(async () => {
    await scene.blue(apps, { containers: () => ({ shop: { replicas: 3 } }) });
    await scene.green(apps);
    load = scene.load({});
  });

  afterAll(() => {
    expect(load.take().failed, "requests that failed in all that time").toEqual({});
  });

  it("keeps its pods when an autoscaler comes, also if that would begin with fewer", async () => {
    expect(await change({ autoscaling: AUTOSCALING })).toEqual({
      steps: [
        "create blue-addon",
        "create blue-addon-metrics-server",
        "update blue-shop-deployment",
        "create blue-shop-autoscaler",
      ],
      fewest: 3,
    });
    expect(replicas()).toBe(3);
  });

  it("keeps the pods that the autoscaler made when something else of it changes", async () => {
    busy = rush(150);
    clock.advance(10 * MINUTE);
    expect(replicas()).toBe(9);
    const { fewest } = await change({ autoscaling: AUTOSCALING, env: { LOG_LEVEL: "debug" } });
    expect([fewest, replicas()]).toEqual([9, 9]);
  });

  it("has as many pods as it says when it wants more than the autoscaler", async () => {
    expect(await change({ replicas: 12 })).toEqual({
      steps: [
        "update blue-shop-deployment",
        "update blue-shop-rollout-pods",
        "delete blue-shop-autoscaler",
        "delete blue-addon-metrics-server",
      ],
      fewest: 9,
    });
    clock.advance(MINUTE);
    expect(replicas()).toBe(12);
  });

  it("has as many pods as it says, also when it is the number from before the autoscaler", async () => {
    expect(await change({ autoscaling: AUTOSCALING })).toMatchObject({ fewest: 12 });
    clock.advance(10 * MINUTE);
    expect(replicas()).toBe(10);
    expect(await change({ replicas: 12 })).toMatchObject({ fewest: 10 });
    expect(replicas()).toBe(12);
  });

  it("has no pods with none, and comes back with an autoscaler that would wake none", async () => {
    expect(await change({ replicas: 0 })).toMatchObject({ steps: ["delete blue-shop-deployment"] });
    expect(scene.answeredBy({})).toEqual({ green: 1 });
    await change({ autoscaling: AUTOSCALING });
    expect(replicas()).toBe(2);
    clock.advance(10 * MINUTE);
    expect(replicas()).toBe(9);
  });

  it("stops beside its autoscaling, too", async () => {
    const { steps } = await change({ autoscaling: AUTOSCALING, replicas: 0 });
    expect(steps).toEqual(["delete blue-shop-autoscaler", "delete blue-shop-deployment"]);
    await change({ autoscaling: AUTOSCALING });
    expect(replicas()).toBe(2);
    busy.stop();
  });
});

describe("an app with AWS permissions", () => {
  const role = (identity: "irsa" | "pod-identity") => (cluster: EksCluster) => {
    const { oidcIssuer, oidcProviderArn, clusterName } = cluster;
    const policies = { orders: JSON.stringify(ORDERS) };
    return {
      shop: {
        serviceAccount: { clusterName, policies, identity: { type: identity, oidcIssuer, oidcProviderArn } },
      },
    };
  };

  it("goes from one way to its role to the other and back, while it serves", async () => {
    const load = scene.load({});
    // Until an association has taken effect pods get what the service account says, and until it is gone they get it, too.
    for (const [identity, ways] of [
      ["irsa", ["irsa"]],
      ["pod-identity", ["irsa", "pod-identity"]],
      ["irsa", ["irsa and pod-identity"]],
    ] as const) {
      const { problem } = await scene.blue(apps, { containers: role(identity), podIdentityAgent: true });
      expect([identity, problem, credentials()]).toEqual([identity, "", ways]);
    }
    expect(load.take().failed).toEqual({});
  });
});

const ORDERS = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }],
};

/** How the pods that serve come to their role: each way once. */
function credentials(): string[] {
  const labels = { app: "shop" };
  const pods = scene.api("blue").list("v1/Pod", { namespace: NAMESPACE, labels });
  const ways = pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ spec }) => new Set(spec.containers[0]?.env?.map(({ name }) => name)))
    .map((names) => [
      ...(names.has("AWS_ROLE_ARN") ? ["irsa"] : []),
      ...(names.has("AWS_CONTAINER_CREDENTIALS_FULL_URI") ? ["pod-identity"] : []),
    ]);
  return [...new Set(ways.map((way) => way.join(" and ")))].sort();
}
