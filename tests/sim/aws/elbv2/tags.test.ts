import { expect, it } from "vitest";
import { errorOf, newListener, newLoadBalancer, newTargetGroup, newWorld } from "./world.ts";

it("tags load balancers, target groups, listeners and rules", () => {
  const world = newWorld();
  const { call } = world;
  const loadBalancer = newLoadBalancer(world);
  const listener = newListener(world, loadBalancer);
  const { RuleArn: rule } = call("DescribeRules", { ListenerArn: listener }).Rules[0]!;
  const ResourceArns = [loadBalancer, listener, rule, newTargetGroup(world)];
  call("AddTags", {
    ResourceArns,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  call("AddTags", { ResourceArns, Tags: [{ Key: "b", Value: "3" }] });
  call("RemoveTags", { ResourceArns, TagKeys: ["a", "missing"] });
  expect(call("DescribeTags", { ResourceArns }).TagDescriptions).toEqual(
    ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [{ Key: "b", Value: "3" }] })),
  );
});

it("limits tags and refuses reserved ones", () => {
  const world = newWorld();
  const arn = newTargetGroup(world);
  const add =
    (...keys: string[]) =>
    () =>
      world.call("AddTags", { ResourceArns: [arn], Tags: keys.map((Key) => ({ Key, Value: "" })) });
  expect(errorOf(add("aws:x"))).toBe(
    "ValidationError: Tag keys and values cannot start with the reserved prefix 'aws:'",
  );
  expect(errorOf(add(...Array.from({ length: 51 }, (_, index) => `k${index}`)))).toBe(
    "TooManyTags: The quota for the number of tags that can be assigned to a resource has been reached",
  );
});

it("answers for at most 20 objects that exist", () => {
  const world = newWorld();
  const describe =
    (...ResourceArns: string[]) =>
    () =>
      world.call("DescribeTags", { ResourceArns });
  expect(errorOf(describe(...Array<string>(21).fill(newTargetGroup(world))))).toBe(
    "ValidationError: The maximum number of resources that can be specified is '20'",
  );
  const missing = (kind: string) => `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:${kind}/x`;
  const errors = ["targetgroup", "loadbalancer", "listener", "listener-rule", "thing"].map((kind) =>
    errorOf(describe(missing(kind))),
  );
  expect(errors).toEqual([
    `TargetGroupNotFound: Target groups '${missing("targetgroup")}' not found`,
    `LoadBalancerNotFound: Load balancer '${missing("loadbalancer")}' not found`,
    `ListenerNotFound: Listener '${missing("listener")}' not found`,
    `RuleNotFound: Rule '${missing("listener-rule")}' not found`,
    `ValidationError: '${missing("thing")}' is not a valid ARN`,
  ]);
});
