import { expect, it } from "vitest";
import { appsOf } from "../../../stacks/apps/app.ts";
import type { SharedNlb } from "../../../stacks/contract/shared-nlb.ts";
import { sharedNlbProblems } from "../../../stacks/refusals/other-nlbs.ts";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/0123456789abcdef";
const THEIRS: SharedNlb = {
  loadBalancerDnsName: "broker.elb.eu-west-1.amazonaws.com",
  shared: true,
  targetType: "ip",
  tlsToTargets: false,
  deregistrationDelaySeconds: 30,
  fixed: {},
  targetGroups: [{ port: 1883, protocol: "TCP", targetPort: "http", arn: ARN }],
};

/** Of a broker that listens on these ports. */
function problems(ports: readonly number[], theirs?: SharedNlb, shared = true): string[] {
  const nlb = { shared, ports: ports.map((port) => ({ port })) };
  const apps = appsOf({
    app: {},
    apps: { broker: { image: "broker:1", nlb } },
    appOverrides: {},
    namespace: "iot",
  });
  const found = sharedNlbProblems(apps, "cluster1", { nlbs: theirs && { broker: theirs } });
  return found.map(({ path, reason }) => `${path} ${reason}`);
}

it("takes ports that the other stack's load balancer has, and one of the cluster's own", () => {
  expect(problems([1883], THEIRS)).toEqual([]);
  expect(problems([9], undefined, false)).toEqual([]);
});

it("refuses a port that the other stack does not have yet", () => {
  expect(problems([1883, 8883], THEIRS)).toEqual([
    'apps.broker.nlb.ports[1].port is 8883, on which the load balancer of stack "cluster1" does not listen; update that one first (pulumi up --stack cluster1)',
  ]);
});

it.each([[undefined], [{ ...THEIRS, shared: false }]])(
  "refuses where the other stack shares none: %j",
  (theirs) => {
    expect(problems([1883], theirs)).toEqual([
      'apps.broker.nlb.shared is true, but stack "cluster1" shares no Network Load Balancer of broker; update that one first (pulumi up --stack cluster1), or say appOverrides.broker.nlb.shared: false, for one of this cluster alone',
    ]);
  },
);
