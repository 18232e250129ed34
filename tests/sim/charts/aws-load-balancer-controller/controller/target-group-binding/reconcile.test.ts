import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import {
  BINDING,
  binding,
  deployApp,
  eventsOf,
  networking,
  service,
  targetsOf,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

let world: World;
let cluster: TestCluster;
let arn: string;

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  world = new World({ values, edge: { "edge-shared": 1 } });
  cluster = world.cluster(PRIMARY);
  arn = [...elbv2State(world.cloud).targetGroups.values()][0]!.arn;
  deployApp(cluster, 2);
}

beforeEach(() => begin());

const MINUTE = 60_000;

function bind(spec: object = {}): void {
  cluster.api.create(binding(arn, spec));
  world.cloud.clock.advance(1000);
}

function rulesOnNodes(): number {
  const { call } = world.network;
  const { SecurityGroups } = call("ec2", "DescribeSecurityGroups", {
    Filters: [{ Name: "group-name", Values: ["eks-cluster-sg-myeks"] }],
  });
  return SecurityGroups[0]!.IpPermissions.length;
}

function callsOfController(): string[] {
  return world.cloud.journal
    .entries()
    .filter(({ caller }) => caller === cluster.arn)
    .map(({ action }) => action);
}

const BOTH = ["192.168.0.10:8080", "192.168.0.11:8080"];

describe("drift in AWS", () => {
  beforeEach(() => {
    bind();
    world.network.call("elasticloadbalancing", "DeregisterTargets", {
      TargetGroupArn: arn,
      Targets: [{ Id: "192.168.0.10", Port: 8080 }],
    });
  });

  it("stays for half an hour, since nothing tells of it", () => {
    world.cloud.clock.advance(29 * MINUTE);
    expect(targetsOf(world, arn)).toEqual(["192.168.0.11:8080"]);
  });

  it("is repaired some time after a restart made the controller look at the binding", () => {
    cluster.stop();
    cluster.start();
    world.cloud.clock.advance(45 * MINUTE + 1000);
    expect(targetsOf(world, arn)).toEqual(BOTH);
  });

  it("is repaired some time after all objects were handed out again, every ten hours", () => {
    world.cloud.clock.advance(10 * 60 * MINUTE);
    expect(targetsOf(world, arn)).toEqual(["192.168.0.11:8080"]);
    world.cloud.clock.advance(46 * MINUTE);
    expect(targetsOf(world, arn)).toEqual(BOTH);
  });

  it("is repaired at once when the binding's spec changes", () => {
    world.cloud.clock.advance(6 * MINUTE);
    cluster.api.patch(BINDING, NAMESPACE, "app", { spec: { networking: networking(world) } });
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arn)).toEqual(BOTH);
  });
});

it("does not see drift while it remembers the target group's healthy targets, for five minutes", () => {
  bind();
  cluster.workload.scaleTo(3);
  world.cloud.clock.advance(1000);
  world.network.call("elasticloadbalancing", "DeregisterTargets", {
    TargetGroupArn: arn,
    Targets: [{ Id: "192.168.0.11", Port: 8080 }],
  });
  cluster.workload.scaleTo(2);
  world.cloud.clock.advance(5 * MINUTE);
  expect(targetsOf(world, arn)).toEqual(["192.168.0.12:8080"]);
  cluster.workload.scaleTo(3);
  world.cloud.clock.advance(1000);
  expect(targetsOf(world, arn)).toEqual(["192.168.0.11:8080", "192.168.0.12:8080", "192.168.0.13:8080"]);
});

it("makes no AWS call for a binding that it left done, after a restart", () => {
  bind();
  cluster.stop();
  world.cloud.journal.clear();
  cluster.start();
  world.cloud.clock.advance(MINUTE);
  expect(callsOfController()).toEqual([]);
});

describe("a Service that is not there", () => {
  it("empties the target group, and fills it again when it is back", () => {
    bind({ networking: networking(world) });
    cluster.api.delete("v1/Service", NAMESPACE, "app");
    cluster.api.delete("discovery.k8s.io/v1/EndpointSlice", NAMESPACE, "app-abcde");
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arn)).toEqual([]);
    expect(rulesOnNodes()).toBe(0);
    // Once for the deletion, once for the checkpoint that is taken away with the targets.
    expect(eventsOf(cluster)).toContain(
      'Warning BackendNotFound TargetGroupBinding/app: backend not found: Service "app" not found (2)',
    );
    cluster.api.create(service());
    cluster.workload.writeEndpoints();
    world.cloud.clock.advance(1000);
    expect([targetsOf(world, arn), rulesOnNodes()]).toEqual([BOTH, 1]);
  });
});

describe("a target group that is not there any more", () => {
  beforeEach(() => {
    bind();
    const { call } = world.network;
    for (const { LoadBalancerArn } of call("elasticloadbalancing", "DescribeLoadBalancers", {})
      .LoadBalancers) {
      call("elasticloadbalancing", "DeleteLoadBalancer", { LoadBalancerArn });
    }
    world.cloud.clock.advance(MINUTE);
    call("elasticloadbalancing", "DeleteTargetGroup", { TargetGroupArn: arn });
  });

  it("does not keep its binding from going", () => {
    cluster.api.delete(BINDING, NAMESPACE, "app");
    world.cloud.clock.advance(1000);
    expect(cluster.api.find(BINDING, NAMESPACE, "app")).toBeUndefined();
  });

  it("is told of when pods change", () => {
    cluster.workload.scaleTo(1);
    world.cloud.clock.advance(1000);
    expect(eventsOf(cluster).at(-1)).toContain(
      "Warning FailedReconcile TargetGroupBinding/app: Failed reconcile due to operation error Elastic Load Balancing v2: ",
    );
  });
});

it("says in the binding's status why it cannot be cleaned up", () => {
  bind();
  world.network.call("iam", "CreateRole", {
    RoleName: "none",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  cluster.credentials = () => ({ kind: "session", arn: cluster.arn, roleName: "none" });
  cluster.api.delete(BINDING, NAMESPACE, "app");
  world.cloud.clock.advance(1000);
  const { status, metadata } = cluster.api.get(BINDING, NAMESPACE, "app");
  expect(metadata.finalizers).toEqual(["elbv2.k8s.aws/resources"]);
  expect(status?.conditions).toEqual([
    {
      type: "Ready",
      status: "False",
      reason: "FailedCleanup",
      message: expect.stringContaining("operation error Elastic Load Balancing v2: DescribeTargetHealth"),
      lastTransitionTime: expect.any(String),
      observedGeneration: metadata.generation,
    },
  ]);
  expect(eventsOf(cluster).at(-1)).toContain(
    "Warning FailedCleanup TargetGroupBinding/app: Failed cleanup due to",
  );
});

describe("a binding of instances", () => {
  let instances: string;

  beforeEach(() => {
    const { call, vpcId } = world.network;
    const { TargetGroups } = call("elasticloadbalancing", "CreateTargetGroup", {
      Name: "nodes",
      Protocol: "HTTP",
      Port: 80,
      VpcId: vpcId,
      TargetType: "instance",
    });
    instances = TargetGroups[0]!.TargetGroupArn;
    cluster.api.create(binding(instances, { targetType: "instance" }));
    world.cloud.clock.advance(1000);
  });

  function setReady(status: string): void {
    const change = { status: { conditions: [{ type: "Ready", status }] } };
    cluster.api.patch("v1/Node", undefined, "node", change, "status");
    world.cloud.clock.advance(1000);
  }

  it("has the nodes that are ready, at the Service's node port, and follows them", () => {
    const id = world.network.nodeOf(PRIMARY).replace(/.*\//, "");
    const nodePort = cluster.api.get("v1/Service", NAMESPACE, "app").spec.ports?.[0]?.nodePort;
    const target = `${id}:${nodePort}`;
    expect(targetsOf(world, instances)).toEqual([target]);
    setReady("False");
    expect(targetsOf(world, instances)).toEqual([]);
    setReady("True");
    expect(targetsOf(world, instances)).toEqual([target]);
  });

  it("cannot name a port of pods in its networking", () => {
    const { backendSecurityGroupId: groupID } = world.network;
    const rule = { from: [{ securityGroup: { groupID } }], ports: [{ port: "http" }] };
    cluster.api.patch(BINDING, NAMESPACE, "app", { spec: { networking: { ingress: [rule] } } });
    world.cloud.clock.advance(1000);
    expect(eventsOf(cluster).at(-1)).toContain(
      "Warning FailedReconcile TargetGroupBinding/app: Failed reconcile due to named ports can only be used with pod endpoints",
    );
  });
});

describe("--max-targets-per-target-group", () => {
  it("registers as many targets as there is room for", () => {
    begin({ maxTargetsPerTargetGroup: 1 });
    bind();
    expect(targetsOf(world, arn)).toEqual(["192.168.0.10:8080"]);
  });

  it("makes the controller fail when somebody else's targets are more already", () => {
    begin({ maxTargetsPerTargetGroup: 1 });
    world.network.call("elasticloadbalancing", "RegisterTargets", {
      TargetGroupArn: arn,
      Targets: [{ Id: "192.168.0.60" }, { Id: "192.168.0.61" }],
    });
    bind({ multiClusterTargetGroup: true });
    expect(eventsOf(cluster).at(-1)).toContain("slice bounds out of range [:-1]");
  });
});

describe("targets", () => {
  it("outside of the VPC are registered for all zones", () => {
    world.network.call("ec2", "CreateVpc", { CidrBlock: "10.1.0.0/16" });
    cluster.api.patch("v1/Pod", NAMESPACE, "p10", { status: { podIP: "10.1.0.10" } }, "status");
    cluster.workload.writeEndpoints();
    bind();
    const registered = world.cloud.journal.entries().findLast(({ action }) => action === "RegisterTargets");
    expect(registered?.parameters["Targets"]).toEqual([
      { Id: "10.1.0.10", Port: 8080, AvailabilityZone: "all" },
      { Id: "192.168.0.11", Port: 8080 },
    ]);
  });

  it("come from all clusters, and each controller takes out its own", () => {
    const other = world.cluster("myeks-cluster2");
    deployApp(other, 1);
    other.api.create(binding(arn, { multiClusterTargetGroup: true }));
    bind({ multiClusterTargetGroup: true });
    expect(targetsOf(world, arn)).toEqual([...BOTH, "192.168.0.60:8080"]);
    cluster.api.delete(BINDING, NAMESPACE, "app");
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arn)).toEqual(["192.168.0.60:8080"]);
  });

  it("are all taken out when their binding loses its flag, and the ConfigMap stays", () => {
    bind({ multiClusterTargetGroup: true });
    cluster.api.patch(BINDING, NAMESPACE, "app", { spec: { multiClusterTargetGroup: false } });
    world.cloud.clock.advance(1000);
    cluster.api.delete(BINDING, NAMESPACE, "app");
    world.cloud.clock.advance(1000);
    expect(targetsOf(world, arn)).toEqual([]);
    expect(cluster.api.find("v1/ConfigMap", NAMESPACE, "aws-lbc-targets-app")).toBeDefined();
  });
});
