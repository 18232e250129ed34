import { expect, it } from "vitest";
import type { TargetGroupReport } from "../../../fleet/local/target-groups.ts";
import { refuseUnhealthy, type Verification } from "../../../fleet/local/verify.ts";

const GROUP: TargetGroupReport = {
  arn: "arn",
  name: "k8s-shop",
  vpcId: "vpc-1",
  app: "shop",
  targetType: "ip",
  loadBalancers: ["lb"],
  weight: 1,
  clusters: ["blue", "green"],
  hasPods: true,
  idleInstances: [],
};

const TARGET = {
  loadBalancers: ["lb"],
  targetGroup: "k8s-shop",
  app: "shop",
  cluster: "blue",
  pod: "a",
  ip: "10.0.0.1",
  port: 8080,
  zone: "a",
  state: "healthy",
};

/** Why a run ends; undefined where it goes on. */
function refusal(verification: Partial<Verification>): string | undefined {
  const loadBalancers = [{ arn: "arn", name: "lb", dnsName: "lb.example.com", state: "active" }];
  try {
    refuseUnhealthy({
      loadBalancers,
      targetGroups: [GROUP],
      targets: [TARGET],
      standIns: [],
      ...verification,
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const OWN = { ...GROUP, name: "green-shop", clusters: ["green"] };

it.each<readonly [string, Partial<Verification>, string | undefined]>([
  ["what is healthy", {}, undefined],
  [
    "a run without a load balancer",
    { loadBalancers: [] },
    "no stack made a load balancer; run a stack with role primary or edge too",
  ],
  [
    "targets that are not healthy, and a target group without another",
    { targets: [{ ...TARGET, state: "unhealthy" }] },
    "1 target not healthy:\n  target 10.0.0.1:8080 of cluster blue is unhealthy\n" +
      "target group k8s-shop of app shop has no healthy target; it is bound by blue, green",
  ],
  [
    "a target group of one cluster that gets a part of the requests",
    { targetGroups: [GROUP, { ...OWN, hasPods: false }] },
    "target group green-shop of app shop has no healthy target; it is bound by green",
  ],
  [
    "no node without a pod of an app whose Service keeps requests on the node",
    {
      targetGroups: [{ ...GROUP, targetType: "instance", idleInstances: ["i-1"] }],
      targets: [
        { ...TARGET, ip: "i-0" },
        { ...TARGET, ip: "i-1", state: "unhealthy" },
      ],
    },
    undefined,
  ],
  [
    "a node with a pod that does not answer",
    {
      targetGroups: [{ ...GROUP, targetType: "instance", idleInstances: ["i-1"] }],
      targets: [
        { ...TARGET, ip: "i-0", state: "unhealthy" },
        { ...TARGET, ip: "i-1", state: "unhealthy" },
        { ...TARGET, ip: "i-2" },
      ],
    },
    "1 target not healthy:\n  target i-0:8080 of cluster blue is unhealthy",
  ],
  ["no target group that is only prepared", { targetGroups: [GROUP, { ...OWN, weight: 0 }] }, undefined],
  ["no target group that no rule names", { targetGroups: [GROUP, { ...OWN, weight: null }] }, undefined],
  [
    "no app that nobody has deployed",
    { targetGroups: [GROUP, { ...OWN, app: "news", hasPods: false }] },
    undefined,
  ],
  [
    "an app that no cluster binds",
    { targetGroups: [GROUP, { ...OWN, app: "news", clusters: [], hasPods: false }] },
    "target group green-shop of app news has no healthy target; no cluster binds it",
  ],
])("refuses %s", (_what, verification, message) => {
  expect(refusal(verification)).toBe(message);
});
