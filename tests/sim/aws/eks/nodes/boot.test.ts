import { beforeEach, describe, expect, it } from "vitest";
import { interfacesOf } from "../../../../../sim/aws/ec2/network-interface-attachment.ts";
import { ec2State } from "../../../../../sim/aws/ec2/state.ts";
import { DEFAULT_AMI_TYPE, eksImageId, newestRelease } from "../../../../../sim/aws/eks/nodes/ami.ts";
import type { Nodegroup } from "../../../../../sim/aws/eks/records.ts";
import { eksState } from "../../../../../sim/aws/eks/state.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import {
  makeCluster,
  makeNodegroup,
  makeRole,
  makeTemplate,
  makeWorld,
  nodeConfig,
  nodesOf,
  type World,
} from "../world.ts";

const one = { minSize: 1, maxSize: 3, desiredSize: 1 };

let world: World;
beforeEach(() => {
  world = makeWorld();
});

/** What EKS and the instance's console say of a group of one node. */
function failureOf({ status, health, bootErrors }: Nodegroup): unknown[] {
  return [
    status,
    ...health.issues.map(({ code, message }) => `${code}: ${message}`),
    ...Object.values(bootErrors),
  ];
}

describe("a node", () => {
  it("registers with what the load balancer controller and the scheduler look at", () => {
    makeCluster(world);
    const { launchTemplate: _none, ...group } = makeNodegroup(world, {
      scalingConfig: one,
      labels: { tier: "primary" },
      taints: [{ key: "dedicated", value: "edge", effect: "NO_SCHEDULE" }],
    });
    expect(group.status).toBe("ACTIVE");
    const [node] = nodesOf(world);
    const [instance] = ec2State(world.cloud).instances.values();
    const [eni] = interfacesOf(world.cloud, instance?.InstanceId ?? "");
    expect(node?.metadata.name).toBe("ip-192-168-0-5.ap-northeast-2.compute.internal");
    expect(node?.spec).toEqual({
      providerID: `aws:///ap-northeast-2a/${instance?.InstanceId}`,
      taints: [{ key: "dedicated", value: "edge", effect: "NoSchedule" }],
    });
    expect(node?.metadata.labels).toMatchObject({
      "eks.amazonaws.com/capacityType": "ON_DEMAND",
      "eks.amazonaws.com/nodegroup": "ng",
      "eks.amazonaws.com/nodegroup-image": eksImageId(
        "ap-northeast-2",
        DEFAULT_AMI_TYPE,
        newestRelease("1.35"),
      ),
      "kubernetes.io/hostname": "ip-192-168-0-5.ap-northeast-2.compute.internal",
      "node.kubernetes.io/instance-type": "t3.medium",
      tier: "primary",
      "topology.k8s.aws/zone-id": "apne2-az1",
      "topology.kubernetes.io/region": "ap-northeast-2",
      "topology.kubernetes.io/zone": "ap-northeast-2a",
    });
    expect(node?.status.addresses).toEqual([
      { type: "InternalIP", address: "192.168.0.5" },
      { type: "ExternalIP", address: eni?.PrivateIpAddresses[0]?.Association?.PublicIp },
      { type: "ExternalDNS", address: eni?.PrivateIpAddresses[0]?.Association?.PublicDnsName },
      { type: "InternalDNS", address: "ip-192-168-0-5.ap-northeast-2.compute.internal" },
      { type: "Hostname", address: "ip-192-168-0-5.ap-northeast-2.compute.internal" },
    ]);
    expect(node?.status.allocatable).toEqual({ cpu: "1930m", memory: "3429376Ki", pods: "17" });
    expect(node?.status.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual(["Ready=True"]);
  });

  it("is spread with its siblings over the zones of the subnets", () => {
    makeCluster(world);
    makeNodegroup(world, { scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 4 } });
    const zones = nodesOf(world).map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]);
    expect(zones.sort()).toEqual([
      "ap-northeast-2a",
      "ap-northeast-2a",
      "ap-northeast-2b",
      "ap-northeast-2b",
    ]);
  });

  it("joins from a private subnet through a NAT gateway", () => {
    const { cloud, privateSubnets, publicSubnets, vpcId } = world;
    const admin = cloud.administrator;
    makeCluster(world);
    const { AllocationId } = cloud.call(admin, "ec2", "AllocateAddress", { Domain: "vpc" });
    const { NatGatewayId } = cloud.call(admin, "ec2", "CreateNatGateway", {
      SubnetId: publicSubnets[0],
      AllocationId,
    }).NatGateway;
    const { RouteTableId } = cloud.call(admin, "ec2", "CreateRouteTable", { VpcId: vpcId }).RouteTable;
    cloud.clock.advance(5 * 60_000);
    cloud.call(admin, "ec2", "CreateRoute", {
      RouteTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId,
    });
    cloud.call(admin, "ec2", "AssociateRouteTable", { RouteTableId, SubnetId: privateSubnets[0] });
    const group = makeNodegroup(world, { scalingConfig: one, subnets: [privateSubnets[0]] });
    expect(failureOf(group)).toEqual(["ACTIVE"]);
  });

  it("carries the cluster's security group alone where the launch template names none", () => {
    makeCluster(world);
    makeNodegroup(world, { scalingConfig: one, launchTemplate: { id: makeTemplate(world, {}) } });
    const [instance] = ec2State(world.cloud).instances.values();
    expect(groupsOf(instance?.InstanceId)).toEqual([clusterGroup()]);
  });

  it("carries those of the launch template alone where it names some", () => {
    makeCluster(world);
    const own = makeGroup();
    const id = makeTemplate(world, { SecurityGroupIds: [own] });
    makeNodegroup(world, { scalingConfig: one, launchTemplate: { id } });
    const [instance] = ec2State(world.cloud).instances.values();
    expect(groupsOf(instance?.InstanceId)).toEqual([own]);
  });

  it("takes labels, taints and the kubelet's number of pods from the user data, at most 110 on a small instance", () => {
    makeCluster(world);
    const UserData = nodeConfig({
      kubelet: {
        flags: ["--node-labels=a=b,c=d", "--register-with-taints=dedicated=edge:NoExecute", "--max-pods=200"],
      },
    });
    makeNodegroup(world, { scalingConfig: one, launchTemplate: { id: makeTemplate(world, { UserData }) } });
    const [node] = nodesOf(world);
    expect(node?.status.allocatable?.["pods"]).toBe("110");
    expect(node?.metadata.labels).toMatchObject({ a: "b", c: "d" });
    expect(node?.spec.taints).toEqual([{ key: "dedicated", value: "edge", effect: "NoExecute" }]);
  });

  it("heeds EKS's own number of pods, not that of a configuration in the launch template", () => {
    makeCluster(world);
    const UserData = nodeConfig({ kubelet: { config: { maxPods: 110 } } });
    makeNodegroup(world, { scalingConfig: one, launchTemplate: { id: makeTemplate(world, { UserData }) } });
    expect(nodesOf(world).map(({ status }) => status.allocatable?.["pods"])).toEqual(["17"]);
  });

  it("heeds the configuration's number of pods on an image of its own", () => {
    makeCluster(world);
    const ImageId = eksImageId("ap-northeast-2", DEFAULT_AMI_TYPE, newestRelease("1.35"));
    const UserData = nodeConfig({ cluster: { name: "myeks" }, kubelet: { config: { maxPods: 110 } } });
    const id = makeTemplate(world, { ImageId, UserData });
    makeNodegroup(world, { scalingConfig: one, launchTemplate: { id } });
    expect(nodesOf(world).map(({ status }) => status.allocatable?.["pods"])).toEqual(["110"]);
  });

  it("joins from an image of its own only if the user data names the cluster", () => {
    makeCluster(world);
    const ImageId = eksImageId("ap-northeast-2", DEFAULT_AMI_TYPE, newestRelease("1.35"));
    const withoutName = { id: makeTemplate(world, { ImageId }) };
    const UserData = nodeConfig({ cluster: { name: "myeks" } });
    const withName = { id: makeTemplate(world, { ImageId, UserData }) };
    const lost = makeNodegroup(world, {
      nodegroupName: "lost",
      scalingConfig: one,
      launchTemplate: withoutName,
    });
    const found = makeNodegroup(world, {
      nodegroupName: "found",
      scalingConfig: one,
      launchTemplate: withName,
    });
    expect([lost.amiType, lost.releaseVersion]).toEqual(["CUSTOM", ImageId]);
    expect(failureOf(lost)).toEqual([
      "CREATE_FAILED",
      "NodeCreationFailure: Instances failed to join the kubernetes cluster",
      "nodeadm: Name is missing in cluster configuration",
    ]);
    expect(failureOf(found)).toEqual(["ACTIVE"]);
  });
});

describe("a node that cannot join", () => {
  const failed = "NodeCreationFailure: Instances failed to join the kubernetes cluster";

  it("has no way to the internet", () => {
    makeCluster(world);
    const group = makeNodegroup(world, { scalingConfig: one, subnets: world.privateSubnets });
    expect(failureOf(group)).toEqual([
      "CREATE_FAILED",
      failed,
      `nodeadm: dial tcp: i/o timeout (subnet ${world.privateSubnets[0]} has no route to the internet)`,
    ]);
  });

  it("has a role without the worker policy", () => {
    makeCluster(world);
    const nodeRole = makeRole(world.cloud, "bare", "ec2.amazonaws.com", []);
    const group = makeNodegroup(world, { scalingConfig: one, nodeRole });
    const [instance] = ec2State(world.cloud).instances.values();
    expect(failureOf(group)).toEqual([
      "CREATE_FAILED",
      failed,
      `nodeadm: operation error EC2: DescribeInstances, https response error StatusCode: 403, api error UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/bare/${instance?.InstanceId} is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
    ]);
  });

  it("has a security group that the private endpoint does not let in", () => {
    const resourcesVpcConfig = { subnetIds: world.publicSubnets, endpointPrivateAccess: true };
    makeCluster(world, { resourcesVpcConfig });
    const id = makeTemplate(world, { SecurityGroupIds: [makeGroup()] });
    const group = makeNodegroup(world, { scalingConfig: one, launchTemplate: { id } });
    const [status, issue, words] = failureOf(group);
    expect([status, issue]).toEqual(["CREATE_FAILED", failed]);
    expect(words).toMatch(
      /^nodeadm: dial tcp: i\/o timeout \(no inbound rule of sg-\w+ \(eni-\w+\) allows tcp port 443 from 192\.168\.0\.\d+\)$/,
    );
  });

  it("has user data that nodeadm cannot read", () => {
    makeCluster(world);
    const UserData = nodeConfig({ kubelet: { config: { maxPods: "many" } } });
    const id = makeTemplate(world, { UserData });
    const [, , words] = failureOf(makeNodegroup(world, { scalingConfig: one, launchTemplate: { id } }));
    expect(words).toMatch(/^nodeadm: could not decode NodeConfig: .*spec\.kubelet\.config\.maxPods$/s);
  });

  it("has labels of Kubernetes that a kubelet may not set", () => {
    makeCluster(world);
    const labels = {
      "node-role.kubernetes.io/worker": "",
      "node.kubernetes.io/kind": "a",
      "example.com/k8s.io": "b",
    };
    const [status, issue, words] = failureOf(makeNodegroup(world, { scalingConfig: one, labels }));
    expect([status, issue]).toEqual(["CREATE_FAILED", failed]);
    expect(String(words).split("\n")[0]).toBe(
      "kubelet: failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified with " +
        "--node-labels: [node-role.kubernetes.io/worker]",
    );
  });

  it("may send nothing to the internet", () => {
    makeCluster(world);
    const { cloud } = world;
    const GroupId = makeGroup();
    const [rule] = ec2State(cloud).securityGroupRules.where((one) => one.GroupId === GroupId && one.IsEgress);
    cloud.call(cloud.administrator, "ec2", "RevokeSecurityGroupEgress", {
      GroupId,
      SecurityGroupRuleIds: [rule?.SecurityGroupRuleId ?? ""],
    });
    const id = makeTemplate(world, { SecurityGroupIds: [GroupId] });
    const [, , words] = failureOf(makeNodegroup(world, { scalingConfig: one, launchTemplate: { id } }));
    expect(words).toMatch(/^nodeadm: dial tcp: i\/o timeout \(no outbound rule of sg-\w+ /);
  });

  it("has lost its access entry", () => {
    makeCluster(world);
    const { cloud } = world;
    cloud.clock.schedule(30_000, () =>
      cloud.call(cloud.administrator, "eks", "DeleteAccessEntry", {
        clusterName: "myeks",
        principalArn: world.nodeRole,
      }),
    );
    expect(failureOf(makeNodegroup(world, { scalingConfig: one }))).toEqual([
      "CREATE_FAILED",
      failed,
      "kubelet: unable to register node with API server: Unauthorized",
    ]);
  });
});

describe("a node that joined but is not ready", () => {
  const unhealthy = ["CREATE_FAILED", "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster"];

  it("is in a cluster without a network plugin", () => {
    makeCluster(world, { bootstrapSelfManagedAddons: false });
    expect(failureOf(makeNodegroup(world, { scalingConfig: one }))).toEqual(unhealthy);
  });

  it("has a role without the network plugin's policy, as the plugin's log says", () => {
    makeCluster(world);
    const nodeRole = makeRole(world.cloud, "no-cni", "ec2.amazonaws.com", ["AmazonEKSWorkerNodePolicy"]);
    expect(failureOf(makeNodegroup(world, { scalingConfig: one, nodeRole }))).toEqual(unhealthy);
    const kubernetes = clustersOf(world.cloud).get("myeks");
    const [agent] = kubernetes?.api.list("v1/Pod", { labels: { "k8s-app": "aws-node" } }) ?? [];
    const [status] = agent?.status.containerStatuses ?? [];
    expect(status?.state.waiting?.reason).toBe("CrashLoopBackOff");
    const [words] = kubernetes?.logs("kube-system", agent?.metadata.name ?? "", { previous: true }) ?? [];
    expect(words).toMatch(
      /^Failed to start IPAM daemon: operation error EC2, https response error StatusCode: 403, api error UnauthorizedOperation: .*ec2:DescribeNetworkInterfaces/,
    );
  });
});

function makeGroup(): string {
  const { cloud, vpcId } = world;
  return cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
    GroupName: "nodes",
    Description: "nodes",
    VpcId: vpcId,
  }).GroupId;
}

function clusterGroup(): string {
  return eksState(world.cloud).clusters.get("myeks").resourcesVpcConfig.clusterSecurityGroupId;
}

function groupsOf(instanceId = ""): string[] {
  return interfacesOf(world.cloud, instanceId)[0]?.Groups.map(({ GroupId }) => GroupId) ?? [];
}
