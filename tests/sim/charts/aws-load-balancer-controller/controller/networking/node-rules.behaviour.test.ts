import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import {
  BINDING,
  binding,
  deployApp,
  eventsOf,
  ingress,
} from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";
import { PRIMARY, World, type TestCluster } from "../../../../../support/controller-replay/world.ts";

let world: World;
let cluster: TestCluster;
let arns: string[];

function begin(values: Readonly<Record<string, unknown>> = {}): void {
  world = new World({ values, edge: { first: 1, second: 1 } });
  cluster = world.cluster(PRIMARY);
  arns = [...elbv2State(world.cloud).targetGroups.values()].map(({ arn }) => arn);
  deployApp(cluster, 1);
}

beforeEach(() => begin());

interface Peer {
  readonly securityGroup?: { readonly groupID: string };
  readonly ipBlock?: { readonly cidr: string };
}

function bind(name: string, targetGroup: number, ports: object[], from?: Peer): void {
  const peer = from ?? { securityGroup: { groupID: world.network.backendSecurityGroupId } };
  const manifest = binding(arns[targetGroup]!, { networking: { ingress: [{ from: [peer], ports }] } });
  cluster.api.create({ ...manifest, metadata: { name, namespace: NAMESPACE } });
  world.cloud.clock.advance(1000);
}

/** `protocol first-last from`, of the nodes' security group. */
function rules(): string[] {
  const { call, aliases } = world.network;
  const { SecurityGroups } = call("ec2", "DescribeSecurityGroups", {
    Filters: [{ Name: "group-name", Values: ["eks-cluster-sg-myeks"] }],
  });
  return SecurityGroups[0]!.IpPermissions.flatMap(
    ({ IpProtocol, FromPort, ToPort, UserIdGroupPairs, IpRanges, Ipv6Ranges }) =>
      [
        ...(UserIdGroupPairs ?? []).map(({ GroupId }) => aliases.get(GroupId ?? "")),
        ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
        ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ].map((peer) => `${IpProtocol} ${FromPort}-${ToPort} ${peer}`),
  ).sort();
}

function nodeGroup(): string {
  return [...world.network.aliases].find(([, alias]) => alias === "sg-node-myeks")![0];
}

describe("rules that let load balancers reach pods", () => {
  it("span the ports of all bindings of the cluster, and shrink when one goes", () => {
    bind("a", 0, [{ protocol: "TCP", port: 8080 }]);
    bind("b", 1, [{ protocol: "TCP", port: 9090 }]);
    expect(rules()).toEqual(["tcp 8080-9090 sg-backend"]);
    cluster.api.delete(BINDING, NAMESPACE, "b");
    world.cloud.clock.advance(1000);
    expect(rules()).toEqual(["tcp 8080-8080 sg-backend"]);
  });

  it("are one per address range and port", () => {
    bind("a", 0, [{ port: 8080 }, { port: 9090 }, { protocol: "UDP", port: 53 }], {
      ipBlock: { cidr: "10.0.0.0/8" },
    });
    expect(rules()).toEqual(["tcp 8080-8080 10.0.0.0/8", "tcp 9090-9090 10.0.0.0/8", "udp 53-53 10.0.0.0/8"]);
  });

  it("are made for IPv6, too", () => {
    bind("a", 0, [{ port: 8080 }], { ipBlock: { cidr: "fd00::/8" } });
    expect(rules()).toEqual(["tcp 8080-8080 fd00::/8"]);
    bind("b", 1, [{ port: 9090 }], { ipBlock: { cidr: "fd00::/8" } });
    expect(rules()).toEqual(["tcp 8080-8080 fd00::/8", "tcp 9090-9090 fd00::/8"]);
  });

  it("are made for the number that a named port has in the pods", () => {
    cluster.api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "named", namespace: NAMESPACE, labels: { app: "app" } },
      spec: {
        nodeName: "node",
        containers: [{ name: "app", image: "app", ports: [{ name: "http", containerPort: 8080 }] }],
      },
    });
    cluster.api.patch("v1/Pod", NAMESPACE, "named", { status: { podIP: "192.168.0.11" } }, "status");
    cluster.workload.scaleTo(1);
    bind("a", 0, [{ port: "http" }]);
    expect(rules()).toEqual(["tcp 8080-8080 sg-backend"]);
  });

  it.each([
    [[{ port: "http" }], undefined, "unable to find port http on pod game/p10"],
    [[{ port: 80 }], { ipBlock: { cidr: "10.0.0.0" } }, "invalid CIDR address: 10.0.0.0"],
    [[{ port: 80 }], {}, "either ipBlock or securityGroup should be specified"],
  ])("are not made from what makes no sense: %j from %j", (ports, from, words) => {
    bind("a", 0, ports, from);
    expect(rules()).toEqual([]);
    expect(eventsOf(cluster)).toEqual([
      expect.stringContaining(`Warning FailedNetworkReconcile TargetGroupBinding/a: ${words} (`),
    ]);
  });

  it("are not made for an empty list of ports, though that is documented to mean all", () => {
    bind("a", 0, []);
    expect(rules()).toEqual([]);
  });

  it("leave those of others alone", () => {
    world.network.call("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: nodeGroup(),
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }],
    });
    bind("a", 0, [{ port: 8080 }]);
    cluster.api.delete(BINDING, NAMESPACE, "a");
    world.cloud.clock.advance(1000);
    expect(rules()).toEqual(["tcp 22-22 10.0.0.0/8"]);
  });

  it("are looked up again when AWS knows better than the controller remembers", () => {
    const from = { ipBlock: { cidr: "10.0.0.0/8" } };
    bind("a", 0, [{ port: 8080 }], from);
    bind("b", 1, [{ port: 8080 }], from);
    world.network.call("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: nodeGroup(),
      IpPermissions: [
        {
          IpProtocol: "tcp",
          FromPort: 9090,
          ToPort: 9090,
          IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "elbv2.k8s.aws/targetGroupBinding=shared" }],
        },
      ],
    });
    cluster.api.patch(BINDING, NAMESPACE, "a", {
      spec: { networking: { ingress: [{ from: [from], ports: [{ port: 9090 }] }] } },
    });
    world.cloud.clock.advance(1000);
    expect(rules()).toEqual(["tcp 8080-8080 10.0.0.0/8", "tcp 9090-9090 10.0.0.0/8"]);
    expect(eventsOf(cluster).filter((event) => event.startsWith("Warning"))).toEqual([]);
  });

  it("are not made in a group that is full", () => {
    world.network.call("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: nodeGroup(),
      IpPermissions: Array.from({ length: 60 }, (_, index) => ({
        IpProtocol: "tcp",
        FromPort: index + 1,
        ToPort: index + 1,
        IpRanges: [{ CidrIp: "10.0.0.0/8" }],
      })),
    });
    bind("a", 0, [{ port: 8080 }]);
    expect(eventsOf(cluster)).toEqual([
      expect.stringMatching(
        /^Warning FailedNetworkReconcile TargetGroupBinding\/a: operation error EC2: AuthorizeSecurityGroupIngress, .*RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached\. \(\d+\)$/,
      ),
    ]);
  });

  it("cover all ports when restricted rules are switched off", () => {
    begin({ disableRestrictedSecurityGroupRules: true });
    cluster.api.create(ingress());
    world.cloud.clock.advance(8_000);
    expect(rules()).toEqual(["tcp 0-65535 sg-backend"]);
  });

  it("need the cluster's tag on the nodes' security group when there are several", () => {
    const { call, vpcId } = world.network;
    const other = call("ec2", "CreateSecurityGroup", {
      GroupName: "other",
      Description: "other",
      VpcId: vpcId,
    });
    const [eni] = call("ec2", "DescribeNetworkInterfaces", {
      Filters: [{ Name: "group-id", Values: [nodeGroup()] }],
    }).NetworkInterfaces;
    call("ec2", "ModifyNetworkInterfaceAttribute", {
      NetworkInterfaceId: eni!.NetworkInterfaceId,
      Groups: [nodeGroup(), other.GroupId],
    });
    call("ec2", "DeleteTags", { Resources: [nodeGroup()], Tags: [{ Key: "kubernetes.io/cluster/myeks" }] });
    bind("a", 0, [{ port: 8080 }]);
    expect(rules()).toEqual([]);
    expect(eventsOf(cluster)).toEqual([
      expect.stringContaining(
        "Warning FailedNetworkReconcile TargetGroupBinding/a: expected exactly one securityGroup tagged with kubernetes.io/cluster/myeks for eni ",
      ),
    ]);
  });
});
