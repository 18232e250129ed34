import { expect, it } from "vitest";
import { alwaysHealthy } from "../../../../../sim/aws/elbv2/health/health-checks.ts";
import { elbv2State } from "../../../../../sim/aws/elbv2/state.ts";
import { FakeCluster, ok, openPodPort } from "../fake-cluster.ts";
import { forwardTo, newListener, newLoadBalancer, newTargetGroup, newWorld, type World } from "../world.ts";

const POD = "192.168.0.50";
const INITIAL = {
  State: "initial",
  Reason: "Elb.RegistrationInProgress",
  Description: "Target registration is in progress",
};

interface Setup extends World {
  readonly targetGroupArn: string;
  readonly listenerArn: string;
  readonly cluster: FakeCluster;
  health(): unknown;
}

/** An active load balancer that forwards to a target group with one registered pod. */
function setUp(options: { readonly openPort?: boolean } = {}): Setup {
  const world = newWorld();
  const loadBalancer = newLoadBalancer(world);
  const targetGroupArn = newTargetGroup(world);
  const listenerArn = newListener(world, loadBalancer, forwardTo(targetGroupArn));
  world.cloud.clock.advance(150_000);
  const cluster = new FakeCluster(world);
  cluster.startPod(POD);
  if (options.openPort !== false) openPodPort(world);
  world.call("RegisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: POD }] });
  const health = () =>
    world.call("DescribeTargetHealth", { TargetGroupArn: targetGroupArn }).TargetHealthDescriptions[0]
      ?.TargetHealth;
  return { ...world, targetGroupArn, listenerArn, cluster, health };
}

it("makes a new target healthy after one check that it passes", () => {
  const { cloud, call, targetGroupArn } = setUp();
  const describe = () =>
    call("DescribeTargetHealth", { TargetGroupArn: targetGroupArn }).TargetHealthDescriptions;
  const target = { Id: POD, Port: 8080, AvailabilityZone: "ap-northeast-2a" };
  expect(describe()).toEqual([{ Target: target, HealthCheckPort: "8080", TargetHealth: INITIAL }]);
  cloud.clock.advance(15_000);
  expect(describe()).toEqual([
    { Target: target, HealthCheckPort: "8080", TargetHealth: { State: "healthy" } },
  ]);
});

it("does not check while the load balancer is being made", () => {
  const world = newWorld();
  const targetGroup = newTargetGroup(world);
  newListener(world, newLoadBalancer(world), forwardTo(targetGroup));
  openPodPort(world);
  new FakeCluster(world).startPod(POD);
  world.call("RegisterTargets", { TargetGroupArn: targetGroup, Targets: [{ Id: POD }] });
  const state = () =>
    world.call("DescribeTargetHealth", { TargetGroupArn: targetGroup }).TargetHealthDescriptions[0]
      ?.TargetHealth.State;
  world.cloud.clock.advance(149_000);
  expect(state()).toBe("initial");
  world.cloud.clock.advance(16_000);
  expect(state()).toBe("healthy");
});

it("says Request timed out where security groups keep the load balancer out", () => {
  const { cloud, health } = setUp({ openPort: false });
  cloud.clock.advance(15_000);
  expect(health()).toEqual({
    State: "initial",
    Reason: "Elb.InitialHealthChecking",
    Description: "Initial health checks in progress",
  });
  cloud.clock.advance(15_000);
  expect(health()).toEqual({
    State: "unhealthy",
    Reason: "Target.Timeout",
    Description: "Request timed out",
  });
});

it("names the code of a wrong answer, and needs as many passes as the threshold to come back", () => {
  const { cloud, cluster, health } = setUp();
  cloud.clock.advance(15_000);
  cluster.setProgram(POD, () => ({ ...ok(POD), status: 404 }));
  cloud.clock.advance(15_000);
  expect(health()).toEqual({ State: "healthy" });
  cloud.clock.advance(15_000);
  expect(health()).toEqual({
    State: "unhealthy",
    Reason: "Target.ResponseCodeMismatch",
    Description: "Health checks failed with these codes: [404]",
  });
  cluster.setProgram(POD, () => ok(POD));
  cloud.clock.advance(15_000);
  expect(health()).toMatchObject({ State: "unhealthy" });
  cloud.clock.advance(15_000);
  expect(health()).toEqual({ State: "healthy" });
});

it("says Health checks failed where nothing listens, or the program breaks down", () => {
  const { cloud, cluster, health } = setUp();
  cluster.setProgram(POD, undefined);
  cloud.clock.advance(30_000);
  const failed = {
    State: "unhealthy",
    Reason: "Target.FailedHealthChecks",
    Description: "Health checks failed",
  };
  expect(health()).toEqual(failed);
  cluster.setProgram(POD, () => {
    throw new Error("out of order");
  });
  cloud.clock.advance(30_000);
  expect(health()).toEqual(failed);
});

it("times out on an address that nobody has", () => {
  const { cloud, call, targetGroupArn } = setUp();
  const lost = { Id: "192.168.1.99", Port: 8080 };
  call("RegisterTargets", { TargetGroupArn: targetGroupArn, Targets: [lost] });
  cloud.clock.advance(30_000);
  const { TargetHealthDescriptions } = call("DescribeTargetHealth", {
    TargetGroupArn: targetGroupArn,
    Targets: [lost],
  });
  expect(TargetHealthDescriptions[0]?.TargetHealth).toEqual({
    State: "unhealthy",
    Reason: "Target.Timeout",
    Description: "Request timed out",
  });
});

it("times out on an address that a node keeps for pods while no pod has it", () => {
  const { cloud, call, ec2, subnetIds, securityGroupId, targetGroupArn } = setUp();
  const { NetworkInterface } = ec2("CreateNetworkInterface", {
    SubnetId: subnetIds[0],
    Groups: [securityGroupId],
    SecondaryPrivateIpAddressCount: 1,
  });
  const Targets = NetworkInterface.PrivateIpAddresses.map(({ PrivateIpAddress: Id }) => ({ Id, Port: 8080 }));
  call("RegisterTargets", { TargetGroupArn: targetGroupArn, Targets });
  cloud.clock.advance(30_000);
  const { TargetHealthDescriptions } = call("DescribeTargetHealth", {
    TargetGroupArn: targetGroupArn,
    Targets,
  });
  expect(TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.Reason)).toEqual([
    "Target.FailedHealthChecks",
    "Target.Timeout",
  ]);
});

it("fails where it speaks another protocol or port than the pod", () => {
  const { cloud, call, targetGroupArn, health } = setUp();
  const modify = (settings: object) => {
    call("ModifyTargetGroup", { TargetGroupArn: targetGroupArn, ...settings });
    cloud.clock.advance(30_000);
    return health();
  };
  const failed = {
    State: "unhealthy",
    Reason: "Target.FailedHealthChecks",
    Description: "Health checks failed",
  };
  expect(modify({ HealthCheckProtocol: "HTTPS" })).toEqual(failed);
  expect(modify({ HealthCheckProtocol: "HTTP" })).toEqual({ State: "healthy" });
  // Security groups let the load balancer reach port 8080 only.
  expect(modify({ HealthCheckPort: "9090" })).toMatchObject({ Reason: "Target.Timeout" });
});

it("reports targets as unused while no listener or rule forwards to them, and starts anew afterwards", () => {
  const { cloud, call, listenerArn, targetGroupArn, health } = setUp();
  cloud.clock.advance(15_000);
  call("ModifyListener", {
    ListenerArn: listenerArn,
    DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } }],
  });
  expect(health()).toEqual({
    State: "unused",
    Reason: "Target.NotInUse",
    Description: "Target group is not configured to receive traffic from the load balancer",
  });
  call("ModifyListener", { ListenerArn: listenerArn, DefaultActions: [forwardTo(targetGroupArn)] });
  expect(health()).toEqual(INITIAL);
  cloud.clock.advance(15_000);
  expect(health()).toEqual({ State: "healthy" });
});

it("drains a deregistered target for the deregistration delay", () => {
  const { cloud, call, targetGroupArn, health } = setUp();
  cloud.clock.advance(15_000);
  call("ModifyTargetGroupAttributes", {
    TargetGroupArn: targetGroupArn,
    Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }],
  });
  call("DeregisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: POD, Port: 8080 }] });
  expect(health()).toEqual({
    State: "draining",
    Reason: "Target.DeregistrationInProgress",
    Description: "Target deregistration is in progress",
  });
  cloud.clock.advance(30_000);
  expect(health()).toBeUndefined();
  const { TargetHealthDescriptions } = call("DescribeTargetHealth", {
    TargetGroupArn: targetGroupArn,
    Targets: [{ Id: POD, Port: 8080 }],
  });
  expect(TargetHealthDescriptions).toEqual([
    {
      Target: { Id: POD, Port: 8080 },
      HealthCheckPort: "8080",
      TargetHealth: {
        State: "unused",
        Reason: "Target.NotRegistered",
        Description: "Target is not registered to the target group",
      },
    },
  ]);
});

it("takes a draining target back when it is registered again", () => {
  const { cloud, call, targetGroupArn, health } = setUp();
  cloud.clock.advance(15_000);
  const target = { TargetGroupArn: targetGroupArn, Targets: [{ Id: POD, Port: 8080 }] };
  call("DeregisterTargets", target);
  call("RegisterTargets", target);
  expect(health()).toEqual(INITIAL);
  cloud.clock.advance(400_000);
  expect(health()).toEqual({ State: "healthy" });
});

it("tells listeners of every change", () => {
  const { cloud, cluster, call, targetGroupArn, health } = setUp();
  const seen: unknown[] = [];
  const stop = elbv2State(cloud).onTargetHealthChange((arn, key) =>
    seen.push([arn === targetGroupArn, key, health()]),
  );
  cloud.clock.advance(60_000);
  cluster.setProgram(POD, () => ({ ...ok(POD), status: 500 }));
  cloud.clock.advance(60_000);
  stop();
  call("DeregisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: POD }] });
  expect(seen).toEqual([
    [true, `${POD}:8080`, { State: "healthy" }],
    [
      true,
      `${POD}:8080`,
      {
        State: "unhealthy",
        Reason: "Target.ResponseCodeMismatch",
        Description: "Health checks failed with these codes: [500]",
      },
    ],
  ]);
});

it("asks no target again as long as nothing changes", () => {
  const { cloud, cluster } = setUp();
  let asked = 0;
  cluster.setProgram(POD, () => {
    asked += 1;
    return ok(POD);
  });
  cloud.clock.advance(3_600_000);
  // Once or twice until it is settled, and every five minutes in case something changed without a trace.
  expect(asked).toBeLessThanOrEqual(15);
});

it("lets a replay decide the health of targets", () => {
  const { cloud, health } = setUp({ openPort: false });
  elbv2State(cloud).probe = alwaysHealthy;
  expect(health()).toEqual({ State: "healthy" });
});

it.each([{ ProtocolVersion: "GRPC" }, { ProtocolVersion: "HTTP2" }, { HealthCheckProtocol: "HTTPS" }])(
  "finds programs of HTTP/1.1 unhealthy with %j, and stand-ins healthy, of which nobody knows what they speak",
  (more) => {
    const { call, cloud, cluster, listenerArn, vpcId } = setUp();
    const { TargetGroups } = call("CreateTargetGroup", {
      ...{ Name: "other", Protocol: "HTTP", Port: 8080, VpcId: vpcId, TargetType: "ip" },
      ...more,
    });
    const { TargetGroupArn } = TargetGroups[0]!;
    call("ModifyListener", { ListenerArn: listenerArn, DefaultActions: [forwardTo(TargetGroupArn)] });
    call("RegisterTargets", { TargetGroupArn, Targets: [{ Id: POD }] });
    const state = () => {
      cloud.clock.advance(300_000);
      return call("DescribeTargetHealth", { TargetGroupArn }).TargetHealthDescriptions[0]?.TargetHealth.State;
    };
    expect(state()).toBe("unhealthy");
    cluster.setProgram(
      POD,
      Object.assign(() => ok(POD), { anyProtocol: true } as const),
    );
    expect(state()).toBe("healthy");
  },
);
