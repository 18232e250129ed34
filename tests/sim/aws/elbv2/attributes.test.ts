import { expect, it } from "vitest";
import type { Attribute } from "../../../../sim/aws/elbv2/requests.ts";
import { errorOf, newListener, newLoadBalancer, newTargetGroup, newWorld } from "./world.ts";

function valueOf(attributes: readonly Attribute[], key: string): string | undefined {
  return attributes.find(({ Key }) => Key === key)?.Value;
}

it("knows the attributes of load balancers and their values", () => {
  const world = newWorld();
  const LoadBalancerArn = newLoadBalancer(world);
  const modify = (Key: string, Value: string) => () =>
    world.call("ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes: [{ Key, Value }] });
  modify("idle_timeout.timeout_seconds", "30")();
  const { Attributes } = world.call("DescribeLoadBalancerAttributes", { LoadBalancerArn });
  expect(valueOf(Attributes, "idle_timeout.timeout_seconds")).toBe("30");
  expect(valueOf(Attributes, "routing.http2.enabled")).toBe("true");
  expect(errorOf(modify("idle_timeout.timeout_seconds", "4001"))).toBe(
    "ValidationError: 'idle_timeout.timeout_seconds' value '4001' must be between '1-4000' inclusive",
  );
  expect(errorOf(modify("deletion_protection.enabled", "yes"))).toBe(
    "ValidationError: 'deletion_protection.enabled' value 'yes' must be one of [true, false]",
  );
  expect(errorOf(modify("idle.timeout", "1"))).toBe(
    "ValidationError: Load balancer attribute key 'idle.timeout' is not recognized",
  );
  const twice = [
    { Key: "routing.http2.enabled", Value: "true" },
    { Key: "routing.http2.enabled", Value: "false" },
  ];
  expect(
    errorOf(() => world.call("ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes: twice })),
  ).toBe("ValidationError: Load balancer attribute key 'routing.http2.enabled' was specified more than once");
});

it("keeps a load balancer with deletion protection", () => {
  const world = newWorld();
  const LoadBalancerArn = newLoadBalancer(world);
  const protect = (Value: string) =>
    world.call("ModifyLoadBalancerAttributes", {
      LoadBalancerArn,
      Attributes: [{ Key: "deletion_protection.enabled", Value }],
    });
  const remove = () => world.call("DeleteLoadBalancer", { LoadBalancerArn });
  protect("true");
  expect(errorOf(remove)).toBe(
    `OperationNotPermitted: Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
  );
  protect("false");
  remove();
  expect(errorOf(remove)).toBe("no error");
});

it("knows the attributes of target groups and which go together", () => {
  const world = newWorld();
  const TargetGroupArn = newTargetGroup(world);
  const modify = (attributes: Readonly<Record<string, string>>) => () =>
    world.call("ModifyTargetGroupAttributes", {
      TargetGroupArn,
      Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    });
  const { Attributes } = world.call("DescribeTargetGroupAttributes", { TargetGroupArn });
  expect(valueOf(Attributes, "deregistration_delay.timeout_seconds")).toBe("300");
  expect(
    valueOf(modify({ "slow_start.duration_seconds": "30" })().Attributes, "slow_start.duration_seconds"),
  ).toBe("30");
  expect(errorOf(modify({ "slow_start.duration_seconds": "29" }))).toBe(
    "ValidationError: 'slow_start.duration_seconds' value '29' must be between '30-900' inclusive",
  );
  expect(errorOf(modify({ "load_balancing.algorithm.type": "least_outstanding_requests" }))).toBe(
    "InvalidConfigurationRequest: You cannot enable slow start mode when the load balancing algorithm is 'least_outstanding_requests'",
  );
  expect(errorOf(modify({ "stickiness.type": "app_cookie" }))).toBe(
    "InvalidConfigurationRequest: You must set an application cookie name to enable stickiness of type 'app_cookie'",
  );
});

it("knows the attributes of listeners", () => {
  const world = newWorld();
  const ListenerArn = newListener(world, newLoadBalancer(world));
  const modify = (Key: string) =>
    world.call("ModifyListenerAttributes", { ListenerArn, Attributes: [{ Key, Value: "DENY" }] });
  modify("routing.http.response.x_frame_options.header_value");
  const { Attributes } = world.call("DescribeListenerAttributes", { ListenerArn });
  expect(valueOf(Attributes, "routing.http.response.x_frame_options.header_value")).toBe("DENY");
  expect(valueOf(Attributes, "routing.http.response.server.enabled")).toBe("true");
  expect(errorOf(() => modify("tcp.idle_timeout.seconds"))).toBe(
    "ValidationError: Listener attribute key 'tcp.idle_timeout.seconds' is not recognized",
  );
});
