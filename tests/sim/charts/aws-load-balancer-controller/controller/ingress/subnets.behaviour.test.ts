import { beforeEach, describe, expect, it } from "vitest";
import { IngressScene, PROVISIONING_MS } from "../../../../../support/controller-replay/ingress-scene.ts";
import { PREFIX } from "../../../../../support/controller-replay/objects.ts";

let scene: IngressScene;

beforeEach(() => {
  scene = new IngressScene();
});

describe("subnets", () => {
  it("are those of the annotation, by name or id, in the zones' order", () => {
    const { call, subnetIds } = scene.world.network;
    call("ec2", "CreateTags", { Resources: [subnetIds[2]!], Tags: [{ Key: "Name", Value: "third" }] });
    scene.deploy({ [`${PREFIX}/subnets`]: `third, ${subnetIds[0]}` });
    expect(scene.subnetIds()).toEqual([[subnetIds[0], subnetIds[2]]]);
  });

  it("must exist", () => {
    scene.deploy({ [`${PREFIX}/subnets`]: "third" });
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to failed to list subnets by names or IDs: couldn't find all subnets, missing names: [third] (11)",
    ]);
  });

  it("are not those of another cluster, as long as their tags say so", () => {
    const { call, subnetIds } = scene.world.network;
    const Tags = [{ Key: "kubernetes.io/cluster/other", Value: "shared" }];
    call("ec2", "CreateTags", { Resources: [subnetIds[0]!, subnetIds[1]!], Tags });
    scene.deploy();
    expect(scene.warnings()).toEqual([
      "Warning FailedBuildModel Ingress/app: Failed build model due to couldn't auto-discover subnets: subnets count less than minimal required count: 1 < 2 (11)",
    ]);
  });

  it("are changed with the annotation", () => {
    const { subnetIds } = scene.world.network;
    scene.deploy({ [`${PREFIX}/subnets`]: subnetIds.slice(0, 2).join(",") });
    scene.annotate({ [`${PREFIX}/subnets`]: subnetIds.slice(1).join(",") });
    expect(scene.subnetIds()).toEqual([subnetIds.slice(1)]);
  });

  describe("by annotation are to be of different zones, each once", () => {
    let first: string;
    let twin: string;

    beforeEach(() => {
      const { call, subnetIds, vpcId } = scene.world.network;
      [first] = subnetIds as [string];
      twin = call("ec2", "CreateSubnet", {
        VpcId: vpcId,
        CidrBlock: "192.168.100.0/24",
        AvailabilityZone: "ap-northeast-2a",
      }).Subnet.SubnetId;
      call("ec2", "CreateTags", { Resources: [first], Tags: [{ Key: "Name", Value: "first" }] });
    });

    it.each([
      [
        "by id",
        () => `${first},${first}`,
        () =>
          `failed to list subnets by names or IDs: couldn't find all subnets, want: [${first} ${first}], found: [${first}]`,
      ],
      [
        "by name",
        () => "first,first",
        () =>
          'failed to list subnets by names or IDs: subnet with Name tag "first" requested 2 times but only 1 subnet(s) found with that name',
      ],
      [
        "by zone",
        () => `first,${twin}`,
        () => `multiple subnets in same Availability Zone ap-northeast-2a: [${first} ${twin}]`,
      ],
    ])("%s", (_how, annotation, words) => {
      scene.deploy({ [`${PREFIX}/subnets`]: annotation() });
      expect(scene.warnings()).toEqual([
        `Warning FailedBuildModel Ingress/app: Failed build model due to ${words()} (11)`,
      ]);
    });
  });

  it("stay when others would be found later", () => {
    scene.deploy();
    scene.world.cloud.clock.advance(PROVISIONING_MS);
    const { call, subnetIds } = scene.world.network;
    call("ec2", "DeleteTags", { Resources: [subnetIds[0]!], Tags: [{ Key: "kubernetes.io/role/elb" }] });
    scene.annotate({ [`${PREFIX}/healthcheck-path`]: "/healthz" });
    expect(scene.subnetIds()).toEqual([subnetIds]);
  });
});
