import { beforeEach, describe, expect, it } from "vitest";
import { elbv2State } from "../../../../../../sim/aws/elbv2/state.ts";
import { tagMap } from "../../../../../../sim/aws/tags.ts";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import { INGRESS, PREFIX } from "../../../../../support/controller-replay/objects.ts";
import { NAMESPACE } from "../../../../../support/controller-replay/workload.ts";

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

describe("security groups of a load balancer", () => {
  it("wait to be deleted for the interfaces that AWS still has", () => {
    elbv2State(scene.world.cloud).interfaceReleaseMs = 60_000;
    scene.deploy();
    scene.cluster.api.delete(INGRESS, NAMESPACE, "app");
    scene.world.cloud.clock.advance(30_000);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "app")).toBeDefined();
    scene.world.cloud.clock.advance(120_000);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
    expect(securityGroupNames()).toEqual([
      "alb-backend",
      "eks-cluster-sg-myeks",
      "eks-cluster-sg-myeks-cluster2",
    ]);
  });

  it("by annotation are used as they are, and nothing opens the targets", () => {
    scene.deploy({ [`${PREFIX}/security-groups`]: "alb-backend" });
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to couldn't find all security groups: requested names [alb-backend] but found [] (11)",
    ]);
    scene.annotate({ [`${PREFIX}/security-groups`]: scene.world.network.backendSecurityGroupId });
    expect(scene.loadBalancers()[0]!.SecurityGroups).toEqual([scene.world.network.backendSecurityGroupId]);
    const [binding] = scene.cluster.api.list("elbv2.k8s.aws/v1beta1/TargetGroupBinding");
    expect(binding!["spec"].networking).toBeUndefined();
  });

  it("by annotation are found by Name tag, and replace those of before", () => {
    const { backendSecurityGroupId, call } = scene.world.network;
    const Tags = [{ Key: "Name", Value: "front" }];
    call("ec2", "CreateTags", { Resources: [backendSecurityGroupId], Tags });
    scene.deploy();
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    scene.annotate({ [`${PREFIX}/security-groups`]: "front" });
    expect(scene.loadBalancers()[0]!.SecurityGroups).toEqual([backendSecurityGroupId]);
    expect(securityGroupNames()).not.toContain("k8s-game-app-5e37a95530");
  });

  it("by annotation are all to be there", () => {
    const id = scene.world.network.backendSecurityGroupId;
    scene.deploy({ [`${PREFIX}/security-groups`]: `${id},${id},back` });
    expect(scene.warnings()).toEqual([
      `Warning FailedBuildModel Ingress/app: Failed build model due to couldn't find all security groups: requested ids [${id}, ${id}] but found [${id}], requested names [back] but found [] (11)`,
    ]);
  });

  it("by annotation are joined by the backend group where the controller is to open the targets", () => {
    scene = new IngressScene({ backendSecurityGroup: null });
    const id = scene.world.network.backendSecurityGroupId;
    scene.deploy({
      [`${PREFIX}/security-groups`]: id,
      [`${PREFIX}/manage-backend-security-group-rules`]: "true",
    });
    const [front, backend] = scene.loadBalancers()[0]!.SecurityGroups;
    expect(front).toBe(id);
    const [binding] = scene.cluster.api.list("elbv2.k8s.aws/v1beta1/TargetGroupBinding");
    expect(binding!.spec.networking?.ingress?.[0]?.from).toEqual([{ securityGroup: { groupID: backend } }]);
  });

  it("by annotation open no targets where there is no backend group", () => {
    scene = new IngressScene({ enableBackendSecurityGroup: false });
    scene.deploy({
      [`${PREFIX}/security-groups`]: scene.world.network.backendSecurityGroupId,
      [`${PREFIX}/manage-backend-security-group-rules`]: "true",
    });
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to backendSG feature is required to manage worker node SG rules when frontendSG manually specified (11)",
    ]);
  });

  it("are the managed one alone where there is no backend group; targets let it in", () => {
    scene = new IngressScene({ enableBackendSecurityGroup: false });
    scene.deploy();
    const [own, ...others] = scene.loadBalancers()[0]!.SecurityGroups;
    expect(others).toEqual([]);
    const [binding] = scene.cluster.api.list("elbv2.k8s.aws/v1beta1/TargetGroupBinding");
    expect(binding!.spec.networking?.ingress?.[0]?.from).toEqual([{ securityGroup: { groupID: own } }]);
  });

  it("of the controller's own making keep the last Ingress while something else uses them", () => {
    scene = new IngressScene({ backendSecurityGroup: null });
    scene.deploy();
    const { call, subnetIds } = scene.world.network;
    const [backend] = scene.loadBalancers()[0]!.SecurityGroups.slice(1);
    const { NetworkInterfaceId } = call("ec2", "CreateNetworkInterface", {
      SubnetId: subnetIds[0]!,
      Groups: [backend!],
    }).NetworkInterface;
    scene.cluster.api.delete(INGRESS, NAMESPACE, "app");
    scene.world.cloud.clock.advance(180_000);
    expect(scene.finalizersOf("app")).toEqual(["ingress.k8s.aws/resources"]);
    call("ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
    scene.world.cloud.clock.advance(180_000);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
    expect(securityGroupNames()).not.toContainEqual(expect.stringMatching(/^k8s-traffic-/));
  });

  it("of the controller's own making are taken up again after a restart, with the tags of now", () => {
    scene = new IngressScene({ backendSecurityGroup: null, defaultTags: { team: "edge" } });
    scene.deploy();
    const backend = () =>
      scene.world.network.call("ec2", "DescribeSecurityGroups", {
        Filters: [{ Name: "tag:elbv2.k8s.aws/resource", Values: ["backend-sg"] }],
      }).SecurityGroups;
    const { GroupId } = backend()[0]!;
    scene.world.network.call("ec2", "CreateTags", {
      Resources: [GroupId],
      Tags: [
        { Key: "team", Value: "core" },
        { Key: "cost", Value: "7" },
      ],
    });
    scene.cluster.stop();
    scene.cluster.start();
    scene.world.cloud.clock.advance(8_000);
    expect(backend().map((group) => [group.GroupId, tagMap(group.Tags)])).toEqual([
      [GroupId, { "elbv2.k8s.aws/cluster": "myeks", "elbv2.k8s.aws/resource": "backend-sg", team: "edge" }],
    ]);
  });

  it("of the controller's own making are left behind when it was restarted before it is last used", () => {
    scene = new IngressScene({ backendSecurityGroup: null });
    scene.deploy();
    scene.cluster.stop();
    scene.cluster.api.delete(INGRESS, NAMESPACE, "app");
    scene.cluster.start();
    scene.world.cloud.clock.advance(60_000);
    expect(scene.cluster.api.find(INGRESS, NAMESPACE, "app")).toBeUndefined();
    expect(securityGroupNames()).toContainEqual(expect.stringMatching(/^k8s-traffic-myeks-[0-9a-f]{10}$/));
  });
});

function securityGroupNames(): string[] {
  const { call, vpcId } = scene.world.network;
  return call("ec2", "DescribeSecurityGroups", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
    .SecurityGroups.map(({ GroupName }) => GroupName)
    .filter((name) => name !== "default")
    .sort();
}
