import { describe, expect, it } from "vitest";
import { errorOf, newListener, newLoadBalancer, newTargetGroup, newWorld, type World } from "./world.ts";

function newNetworkLoadBalancer({ call, subnetIds }: World, changes: object = {}) {
  const request = { Name: "net", Type: "network", Subnets: [subnetIds[0]!], ...changes };
  return call("CreateLoadBalancer", request).LoadBalancers[0]!;
}

function newNetworkTargetGroup({ call, vpcId }: World, changes: object = {}) {
  const request = { Name: "net", Protocol: "TCP", Port: 8080, VpcId: vpcId, TargetType: "ip", ...changes };
  return call("CreateTargetGroup", request).TargetGroups[0]!;
}

function forward(TargetGroupArn: string) {
  return [{ Type: "forward", TargetGroupArn }];
}

function valuesOf(attributes: readonly { Key?: string; Value?: string }[]) {
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
}

describe("a Network Load Balancer", () => {
  it("is in one subnet at least, without security groups, with names of its own", () => {
    const loadBalancer = newNetworkLoadBalancer(newWorld());
    const id = loadBalancer.LoadBalancerArn.split("/").at(-1);
    expect(loadBalancer).toMatchObject({
      LoadBalancerArn: `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/net/net/${id}`,
      DNSName: `net-${id}.elb.ap-northeast-2.amazonaws.com`,
      CanonicalHostedZoneId: "ZIBE1TIR4HY56",
      Type: "network",
      SecurityGroups: [],
    });
  });

  it("cannot be given security groups later", () => {
    const world = newWorld();
    const { LoadBalancerArn } = newNetworkLoadBalancer(world);
    const SecurityGroups = [world.securityGroupId];
    expect(errorOf(() => world.call("SetSecurityGroups", { LoadBalancerArn, SecurityGroups }))).toBe(
      "Error: NotSimulated: elasticloadbalancing:SetSecurityGroups (a Network Load Balancer that was made without security groups cannot be given some later)",
    );
  });

  it("has attributes of its own", () => {
    const world = newWorld();
    const { LoadBalancerArn } = newNetworkLoadBalancer(world);
    const { Attributes } = world.call("DescribeLoadBalancerAttributes", { LoadBalancerArn });
    expect(valuesOf(Attributes)).toMatchObject({ "load_balancing.cross_zone.enabled": "false" });
    const change = [{ Key: "idle_timeout.timeout_seconds", Value: "60" }];
    const modify = () => world.call("ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes: change });
    expect(errorOf(modify)).toBe(
      "ValidationError: Load balancer attribute key 'idle_timeout.timeout_seconds' is not recognized",
    );
  });

  it("has listeners and target groups with protocols of its own", () => {
    const world = newWorld();
    const { LoadBalancerArn } = newNetworkLoadBalancer(world);
    const group = newNetworkTargetGroup(world);
    const { Listeners } = world.call("CreateListener", {
      LoadBalancerArn,
      Protocol: "TCP",
      Port: 80,
      DefaultActions: forward(group.TargetGroupArn),
    });
    expect(Listeners[0]).toMatchObject({ Protocol: "TCP", Port: 80 });
    const { ListenerArn } = Listeners[0]!;
    expect(world.call("DescribeListenerAttributes", { ListenerArn }).Attributes).toEqual([
      { Key: "tcp.idle_timeout.seconds", Value: "350" },
    ]);
  });

  it("has TLS with a certificate", () => {
    const world = newWorld();
    const { LoadBalancerArn } = newNetworkLoadBalancer(world);
    const DefaultActions = forward(newNetworkTargetGroup(world).TargetGroupArn);
    const request = { LoadBalancerArn, Protocol: "TLS", Port: 443, DefaultActions };
    expect(errorOf(() => world.call("CreateListener", request))).toBe(
      "ValidationError: A certificate must be specified for TLS listeners",
    );
  });

  it("forwards to its own kind of target groups only, and has no rules", () => {
    const world = newWorld();
    const { LoadBalancerArn } = newNetworkLoadBalancer(world);
    const request = { LoadBalancerArn, Protocol: "TCP", Port: 80 };
    const DefaultActions = forward(newTargetGroup(world));
    expect(errorOf(() => world.call("CreateListener", { ...request, DefaultActions }))).toBe(
      "IncompatibleProtocols: The specified configuration is not valid with this protocol.",
    );
    const application = newLoadBalancer(world);
    const group = newNetworkTargetGroup(world);
    expect(errorOf(() => newListener(world, application, forward(group.TargetGroupArn)[0]!))).toBe(
      "IncompatibleProtocols: The specified configuration is not valid with this protocol.",
    );
    const fixed = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }];
    expect(errorOf(() => world.call("CreateListener", { ...request, DefaultActions: fixed }))).toBe(
      "Error: NotSimulated: elasticloadbalancing:CreateRule (defaultActions of a Network Load Balancer)",
    );
    expect(
      errorOf(() => world.call("CreateListener", { ...request, Protocol: "HTTP", DefaultActions })),
    ).toBe(
      "Error: NotSimulated: elasticloadbalancing:CreateListener (Protocol HTTP of a Network Load Balancer)",
    );
  });
});

describe("a target group of a Network Load Balancer", () => {
  it("is checked by TCP unless it is told otherwise", () => {
    const world = newWorld();
    expect(newNetworkTargetGroup(world)).toMatchObject({
      HealthCheckProtocol: "TCP",
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 10,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
    });
    expect(newNetworkTargetGroup(world, { Name: "http", HealthCheckProtocol: "HTTP" })).toMatchObject({
      HealthCheckPath: "/",
      Matcher: { HttpCode: "200-399" },
    });
  });

  it("keeps clients' addresses where targets are instances, or the protocol is UDP", () => {
    const world = newWorld();
    const keeps = (changes: object) => {
      const { TargetGroupArn } = newNetworkTargetGroup(world, changes);
      const { Attributes } = world.call("DescribeTargetGroupAttributes", { TargetGroupArn });
      return valuesOf(Attributes)["preserve_client_ip.enabled"];
    };
    expect(keeps({ Name: "ip" })).toBe("false");
    expect(keeps({ Name: "instance", TargetType: "instance" })).toBe("true");
    expect(keeps({ Name: "udp", Protocol: "UDP" })).toBe("true");
  });

  it.each([
    [
      { HealthCheckPath: "/" },
      'Error: NotSimulated: elasticloadbalancing:CreateTargetGroup (HealthCheckPath "/" with TCP)',
    ],
    [
      { ProtocolVersion: "HTTP1" },
      "Error: NotSimulated: elasticloadbalancing:CreateTargetGroup (ProtocolVersion with TCP)",
    ],
    [
      { HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 11 },
      "ValidationError: Health check interval must be greater than the timeout.",
    ],
  ])("is refused with %j", (changes, error) => {
    const world = newWorld();
    expect(errorOf(() => newNetworkTargetGroup(world, changes))).toBe(error);
  });
});
