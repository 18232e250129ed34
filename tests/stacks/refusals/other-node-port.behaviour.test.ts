import { expect, it } from "vitest";
import { LivingFleet } from "../../support/living-fleet.ts";
import type { Changes } from "../../support/changes.ts";

/** A page whose load balancer sends requests to nodes. */
function page(nodePort?: number, drained = false): Changes {
  const service = nodePort === undefined ? {} : { service: { nodePort } };
  const entry = { content: { type: "colour-page" }, targetType: "instance", ...service };
  return { app: undefined, apps: { page: entry }, drained };
}

/** Other ports than those that the simulated cluster chooses. */
const [FIRST, SECOND] = [30_001, 30_002];

/** Longer than targets drain. */
const DRAINED_MS = 10 * 60_000;

it("refuses another node port while requests come to the former one and other clusters serve", async () => {
  const fleet = new LivingFleet();
  await fleet.succeed("cluster1", page(FIRST));
  expect((await fleet.succeed("cluster1", page(SECOND))).steps).toEqual([
    "update kubernetes:core/v1:Service myeks-ingress-page-service",
  ]);
  await fleet.succeed("cluster2", page(FIRST));
  expect(await fleet.refusal("cluster1", page(FIRST))).toBe(
    'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      "  - apps.page.service.nodePort is 30001 and was 30002, and nodes of myeks would get no requests for page until health checks " +
      "have found the other port; set it back, or describe it under another name beside this one, move the routes, and retire this one",
  );
  expect(await fleet.refusal("cluster2", page(SECOND))).toBe(
    'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n' +
      "  - apps.page.service.nodePort is 30002 and was 30001, and nodes of myeks-cluster2 would get no requests for page until health " +
      "checks have found the other port; set it back, or drain the cluster before (drained: true), change it, and take that back when its targets have drained",
  );
});

it("takes another node port of a cluster that is drained", async () => {
  const fleet = new LivingFleet();
  await fleet.succeed("cluster1", page(FIRST));
  await fleet.succeed("cluster2", page(FIRST));
  await fleet.succeed("cluster2", page(FIRST, true));
  await fleet.succeed("cluster2", page(SECOND, true));
  fleet.cloud.clock.advance(DRAINED_MS);
  await fleet.succeed("cluster2", page(SECOND));
  // Nothing was refused, and nothing is left to do.
  expect((await fleet.succeed("cluster2", page(SECOND))).steps).toEqual([]);
});
