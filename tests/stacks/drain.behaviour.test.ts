/** Taking a cluster out of service and back: docs/runbooks/drain-a-cluster.md, under load. */
import { describe, expect, it } from "vitest";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const HOUR_MS = 3_600_000;

it.each([
  ["where its controller makes the target groups: its pods go", "cluster1", {}, [0, 2]],
  ["where Pulumi makes them: its pods stay", "cluster1", { ingress: { ownership: "pulumi" } }, [2, 2]],
  ["that joins: its pods stay", "cluster2", {}, [2, 2]],
] as const)("drains a cluster %s, and the others serve", async (_where, stack, ownership, pods) => {
  const fleet = new LivingFleet();
  const { outputs } = await fleet.succeed("cluster1", ownership);
  await fleet.succeed("cluster2");
  fleet.cloud.clock.advance(HOUR_MS);
  const load = new VirtualLoad(fleet.cloud, { dnsName: String(outputs["loadBalancerDnsName"]) });
  const own = stack === "cluster1" ? ownership : {};
  const [drained, serving] = stack === "cluster1" ? ["myeks", "myeks-cluster2"] : ["myeks-cluster2", "myeks"];

  await fleet.succeed(stack, { ...own, drained: true });
  fleet.cloud.clock.advance(HOUR_MS);
  expect(load.take().failed).toEqual({});
  fleet.cloud.clock.advance(60_000);
  const { failed, secondsByCluster, seconds } = load.take();
  expect({ failed, secondsByCluster }).toEqual({ failed: {}, secondsByCluster: { [serving!]: seconds } });
  expect(
    [...clustersOf(fleet.cloud).values()].map(
      ({ api }) => api.get("apps/v1/Deployment", "game-2048", "deployment-2048").spec.replicas,
    ),
  ).toEqual(pods);

  const other = stack === "cluster1" ? "cluster2" : "cluster1";
  const otherOwn = other === "cluster1" ? ownership : {};
  expect(await fleet.refusal(other, { ...otherOwn, drained: true })).toBe(
    `the configuration of stack "${other}" has a problem (Pulumi.${other}.yaml):\n` +
      "  - drained is true, but no other cluster serves 2048; bring another one up first, or set it to false",
  );

  await fleet.succeed(stack, own);
  fleet.cloud.clock.advance(HOUR_MS);
  load.take();
  fleet.cloud.clock.advance(60_000);
  const back = load.take();
  expect([back.failed, back.secondsByCluster[drained!]]).toEqual([{}, back.seconds]);
  load.stop();
});

it("takes pods of a cluster out of a Network Load Balancer that it shares, and back, and leaves them where they are", async () => {
  const fleet = new LivingFleet();
  const nlb = { shared: true, scheme: "internet-facing", ports: [{ port: 9000 }] };
  const own = { app: undefined, apps: { page: { content: { type: "colour-page" }, nlb } } };
  await fleet.succeed("cluster1", own);
  await fleet.succeed("cluster2", own);
  const registered = () => {
    fleet.cloud.clock.advance(HOUR_MS);
    const [group] = elbv2State(fleet.cloud).targetGroups.where(({ protocol }) => protocol === "TCP");
    return fleet.cloud.call(fleet.cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", {
      TargetGroupArn: group!.arn,
    }).TargetHealthDescriptions.length;
  };
  const pods = () => podNames(fleet, "myeks-cluster2");
  const before = pods();
  expect(registered()).toBe(4);
  await fleet.succeed("cluster2", { ...own, drained: true });
  expect([registered(), pods()]).toEqual([2, before]);
  await fleet.succeed("cluster2", own);
  expect([registered(), pods()]).toEqual([4, before]);

  // The other cluster answers requests by routes, and has a load balancer of its own for the rest.
  const apart = { appOverrides: { page: { nlb: { shared: false } } } };
  await fleet.succeed("cluster2", { ...own, ...apart });
  expect(registered()).toBe(2);
  expect(await fleet.refusal("cluster1", { ...own, drained: true })).toBe(
    refusedOf("cluster1") +
      "drained is true, but no other cluster has pods behind the Network Load Balancer of page; bring another one up first, or set it to false",
  );
});

function podNames(fleet: LivingFleet, cluster: string): string[] {
  const { api } = clustersOf(fleet.cloud).get(cluster)!;
  return api.list("v1/Pod", { namespace: "game-2048" }).map(({ metadata }) => metadata.name);
}

/** How a refusal begins. */
const refusedOf = (stack: string): string =>
  `the configuration of stack "${stack}" has a problem (Pulumi.${stack}.yaml):\n  - `;

describe("in a fleet with weights", () => {
  const weights = (myeks: number, other: number): Changes => ({
    ingress: { ownership: "pulumi", traffic: "weighted" },
    weights: { default: { myeks, "myeks-cluster2": other } },
  });

  it.each([
    ["a member", "cluster2", "myeks-cluster2", weights(50, 0)],
    ["the owner's own cluster", "cluster1", "myeks", weights(0, 50)],
  ] as const)("drains %s with the weight 0 alone, and gives it back", async (_which, stack, name, none) => {
    const fleet = new LivingFleet();
    const update = async (of: string, changes: Changes = {}): Promise<string> => {
      const { outputs } = await fleet.succeed(of, changes);
      fleet.cloud.clock.advance(HOUR_MS);
      return String(outputs["loadBalancerDnsName"]);
    };
    const full = weights(50, 50);
    const isOwner = stack === "cluster1";

    const dnsName = await update("cluster1", weights(100, 0));
    const load = new VirtualLoad(fleet.cloud, { dnsName });
    await update("cluster2");
    await update("cluster1", full);
    expect(load.take().failed).toEqual({});

    const first = isOwner ? "too" : 'in stack "cluster1" first (pulumi up --stack cluster1)';
    expect(await fleet.refusal(stack, { ...(isOwner && full), drained: true })).toBe(
      refusedOf(stack) +
        `drained is true, but weights give ${name} requests for 2048, and nobody would answer them; set its weight to 0 ${first}`,
    );

    if (!isOwner) await update("cluster1", none);
    await update(stack, { ...(isOwner && none), drained: true });
    const { failed } = load.take();
    expect(failed).toEqual({});

    expect(await fleet.refusal("cluster1", full)).toBe(
      refusedOf("cluster1") +
        `weights.default.${name} is 50, but the cluster is not bound to its target group yet; begin with 0, update this stack, ` +
        "then that of the cluster, and raise it after that",
    );

    await update(stack, isOwner ? none : {});
    await update("cluster1", full);
    load.take();
    fleet.cloud.clock.advance(60_000);
    const back = load.take();
    expect([back.failed, back.shareByCluster]).toEqual([{}, { myeks: 0.5, "myeks-cluster2": 0.5 }]);
    load.stop();
  });
});

it("refuses to drain a cluster whose Ingress would go on to register nodes and pods of others", async () => {
  const apps: Changes = {
    app: undefined,
    apps: {
      "2048": { content: { type: "colour-page" }, order: 1 },
      nodes: {
        image: "registry.example.com/nodes:1",
        targetType: "instance",
        routes: [{ hosts: ["nodes.example.com"] }],
      },
      others: {
        external: { selector: { "app.kubernetes.io/name": "app-2048" } },
        routes: [{ hosts: ["others.example.com"] }],
      },
    },
  };
  const fleet = new LivingFleet();
  await fleet.succeed("cluster1", apps);
  await fleet.succeed("cluster2", apps);
  fleet.cloud.clock.advance(HOUR_MS);
  expect(await fleet.refusal("cluster1", { ...apps, drained: true })).toBe(
    'the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):\n' +
      "  - drained is true, but the Ingress registers nodes for nodes, with and without pods; let Pulumi make the load balancer " +
      "(ingress.ownership), and drain the cluster then\n" +
      "  - drained is true, but somebody else deploys others, and the Ingress registers its pods as long as there are any; " +
      "scale it to 0 there first",
  );
});
