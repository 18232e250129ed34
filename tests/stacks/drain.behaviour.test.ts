/** Taking a cluster out of service and back: docs/runbooks/drain-a-cluster.md, under load. */
import { expect, it } from "vitest";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
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
