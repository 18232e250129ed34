import { describe, expect, it } from "vitest";
import type { Former } from "../../../components/shared-load-balancer/former.ts";
import { refuseLoadBalancerMoves } from "../../../components/shared-load-balancer/refused-moves.ts";
import { resolveSharedLoadBalancerArgs } from "../../../components/shared-load-balancer/resolve.ts";

const NONE: Former = { priorities: {}, listeners: {}, loadBalancers: {}, components: {} };
const OWN: Former = {
  ...NONE,
  priorities: { "edge-http-shop-01234567": 100 },
  listeners: { "edge-http": { arn: "arn:http" } },
  loadBalancers: {
    "edge-alb": { internal: false, name: "edge-1", namePrefix: "edge-", enableDeletionProtection: false },
  },
};
const GIVEN: Former = { ...NONE, priorities: { "edge-rule-shop-01234567": 1_010 } };

const own = resolveSharedLoadBalancerArgs({ vpcId: "vpc", apps: [] });
const given = resolveSharedLoadBalancerArgs({ vpcId: "vpc", apps: [], listenerArn: "arn", priorityFrom: 1 });

it.each([
  ["a first load balancer", own, NONE],
  ["a load balancer that stays", own, OWN],
  ["rules that are the first", given, NONE],
  ["rules that stay", given, GIVEN],
  [
    "one beside that of another component",
    own,
    { ...OWN, loadBalancers: { "other-alb": OWN.loadBalancers["edge-alb"]! } },
  ],
  ["another scheme", { ...own, scheme: "internal" as const }, OWN],
])("takes %s", (_, args, former) => {
  expect(() => refuseLoadBalancerMoves("edge", args, former)).not.toThrow();
});

it.each([
  ["to a given listener", given, OWN, "it has a load balancer of its own, and listenerArn is given"],
  ["to one of its own", own, GIVEN, "its rules stand at a given listener, and listenerArn is gone"],
])("refuses to move %s", (_, args, former, change) => {
  expect(() => refuseLoadBalancerMoves("edge", args, former)).toThrow(
    `SharedLoadBalancer "edge": ${change}; make another SharedLoadBalancer beside it, let clusters bind both, and remove this one then`,
  );
});

describe("headers that are gone", () => {
  const framed = {
    arn: "arn:http",
    routingHttpResponseXFrameOptionsHeaderValue: "DENY",
    routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
    routingHttpResponseAccessControlMaxAgeHeaderValue: "",
  };
  const before: Former = {
    ...OWN,
    listeners: { "edge-http": framed },
    components: { edge: { responseHeaders: ["x_frame_options", "access_control_max_age"] } },
  };

  it("are refused, with the commands that take them away", () => {
    expect(() => refuseLoadBalancerMoves("edge", own, before)).toThrow(
      `SharedLoadBalancer "edge": headers are gone from responseHeaders, and Pulumi's AWS provider cannot take a header off a listener; set them back, or
  aws elbv2 modify-listener-attributes --listener-arn arn:http --attributes Key=routing.http.response.x_frame_options.header_value,Value=
  pulumi refresh
and update then`,
    );
  });

  it.each([
    ["they have other values", { ...own, responseHeaders: { frameOptions: "SAMEORIGIN" as const } }, before],
    ["somebody else set them", own, { ...before, components: { edge: {} } }],
    ["their listener goes", own, { ...before, listeners: { "edge-https": framed } }],
  ])("are no matter where %s", (_, args, former) => {
    expect(() => refuseLoadBalancerMoves("edge", args, former)).not.toThrow();
  });
});
