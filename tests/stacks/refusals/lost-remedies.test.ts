import { expect, it } from "vitest";
import type { GroupIdentity } from "../../../stacks/apps/ownership.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { remedyOf } from "../../../stacks/refusals/lost-remedies.ts";
import { loadConfig, type ConfigChanges } from "../../support/config-problems.ts";

const CONTROLLER: GroupIdentity = { kind: "controller" };
const ALB: GroupIdentity = { kind: "alb", behindIngress: false };
const own = (cluster: string): GroupIdentity => ({ kind: "own", cluster, weight: 0 });

const OWNED = { ingress: { ownership: "pulumi" } };
const WEIGHTED = {
  ingress: { ownership: "pulumi", traffic: "weighted" },
  weights: { default: { myeks: 1 } },
};
const BEHIND = { ingress: { targetGroups: "pulumi" } };
const NONE =
  ", and target groups of Pulumi behind an Ingress or a Gateway (ingress.targetGroups: pulumi) cannot be had beside others; set it back, or destroy the stacks of the clusters (pulumi destroy --stack <member>), update this one, and bring them up again";
const both = (key: string) =>
  `, and nothing of what there is now would stay; have both for a while (${key}), update this stack, then those of the clusters, and switch after that`;

it.each<[string, ConfigChanges, readonly GroupIdentity[], readonly GroupIdentity[], string]>([
  [
    "waits for the clusters, where they may bind what stays",
    OWNED,
    [CONTROLLER],
    [ALB],
    ", not yet in the target group that stays; update the stacks of these clusters first",
  ],
  [
    "waits for the cluster, where it has weights",
    { ...WEIGHTED, weights: { default: { myeks: 1, "myeks-cluster2": 0 } } },
    [ALB],
    [own("myeks"), own("myeks-cluster2")],
    ", not yet in the target group that stays; update the stacks of these clusters first",
  ],
  [
    "is weights for a cluster that has none",
    WEIGHTED,
    [ALB],
    [own("myeks")],
    ", which weights do not name; leave the rest as it was, add its name with 0 to each entry of weights, update this stack, then those of the clusters, and make the change after that",
  ],
  [
    "is to drain a cluster that leaves the weights",
    WEIGHTED,
    [own("myeks-cluster2")],
    [own("myeks")],
    ", which weights do not name any more; put it back there with 0, drain it (drained: true in its stack) or destroy its stack, and take it out after that",
  ],
  ["is both load balancers, to Pulumi's", OWNED, [CONTROLLER], [], both("ingress.ownership: both")],
  ["is both load balancers, back to the controller's", {}, [ALB], [], both("ingress.ownership: both")],
  [
    "is prepared traffic, to weights",
    WEIGHTED,
    [ALB],
    [],
    both("ingress.prepareTraffic: true, with traffic as it was"),
  ],
  [
    "is prepared traffic, from weights",
    OWNED,
    [own("myeks-cluster2")],
    [],
    both("ingress.prepareTraffic: true, with traffic as it was"),
  ],
  [
    "is prepared traffic, where Pulumi's load balancer stays and the controller's goes",
    OWNED,
    [CONTROLLER, own("myeks-cluster2")],
    [],
    both("ingress.prepareTraffic: true, with traffic as it was"),
  ],
  ["is none for target groups of Pulumi behind an Ingress", BEHIND, [CONTROLLER], [], NONE],
  ["is none for them with those of Pulumi's load balancer before", BEHIND, [ALB], [], NONE],
  ["is none for those that an Ingress had", OWNED, [{ kind: "alb", behindIngress: true }], [], NONE],
])("the remedy %s", async (_what, changes, gone, kept, expected) => {
  const config = (await loadConfig("cluster1", changes)) as OwnerConfig;
  expect(remedyOf({ config, isRemoved: false, gone, kept, cluster: "myeks-cluster2" })).toBe(expected);
});

it("the remedy of a removed application is to retire it", async () => {
  const config = (await loadConfig("cluster1")) as OwnerConfig;
  expect(remedyOf({ config, isRemoved: true, gone: [ALB], kept: [], cluster: "myeks-cluster2" })).toBe(
    "; put it back with retire: true, update this stack, then those of the clusters, and take it away once its targets there have drained",
  );
});
