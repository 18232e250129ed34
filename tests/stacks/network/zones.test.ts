import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { eksState } from "../../../sim/aws/eks/state.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

const A = "ap-northeast-2a";
const B = "ap-northeast-2b";
const C = "ap-northeast-2c";

const two = { vpc: { availabilityZoneCount: 2 } };
const three = { vpc: { availabilityZoneCount: 3 } };

let fleet: LivingFleet;
beforeEach(() => {
  fleet = new LivingFleet();
});

const zoneOf = (id: string) => ec2State(fleet.cloud).subnets.get(id).AvailabilityZone;
const zonesOf = (ids: readonly string[]) => [...new Set(ids.map(zoneOf))].sort();
const controlPlane = (name: string) =>
  zonesOf(eksState(fleet.cloud).clusters.get(name).resourcesVpcConfig.subnetIds);
const nodes = (cluster: string) =>
  zonesOf(
    eksState(fleet.cloud)
      .nodegroups.values()
      .filter(({ clusterName }) => clusterName === cluster)
      .flatMap(({ subnets }) => subnets),
  );
const loadBalancer = () => {
  const { cloud } = fleet;
  return cloud
    .call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {})
    .LoadBalancers.flatMap(({ AvailabilityZones }) => AvailabilityZones.map(({ ZoneName }) => ZoneName))
    .sort();
};
const targets = () => {
  const { cloud } = fleet;
  return cloud
    .call(cloud.administrator, "elasticloadbalancing", "DescribeTargetGroups", {})
    .TargetGroups.flatMap(({ TargetGroupArn }) =>
      cloud
        .call(cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", { TargetGroupArn })
        .TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State),
    );
};

describe("zones of a living fleet", { timeout: 120_000 }, () => {
  it("grow for nodes and the load balancer, not for control planes", async () => {
    await fleet.succeed("cluster1", two);
    await fleet.succeed("cluster2");
    expect(loadBalancer()).toEqual([A, B]);

    const grown = await fleet.succeed("cluster1", three);
    expect(grown.steps.filter((step) => !step.startsWith("create"))).toEqual([
      "replace aws:eks/nodeGroup:NodeGroup myeks-ng",
      "update kubernetes:networking.k8s.io/v1:Ingress myeks-ingress-ingress",
      "update aws:iam/policy:Policy destroy-the-member-stacks-first",
      "delete aws:eks/nodeGroup:NodeGroup myeks-ng",
    ]);
    expect({
      controlPlane: controlPlane("myeks"),
      nodes: nodes("myeks"),
      loadBalancer: loadBalancer(),
    }).toEqual({
      controlPlane: [A, B],
      nodes: [A, B, C],
      loadBalancer: [A, B, C],
    });
    await fleet.succeed("cluster2");
    expect(controlPlane("myeks-cluster2")).toEqual([A, B]);
    expect(nodes("myeks-cluster2")).toEqual([A, B, C]);
    expect(targets()).toEqual(["healthy", "healthy", "healthy", "healthy"]);
    expect((await fleet.succeed("cluster1", three)).steps).toEqual([]);
    expect((await fleet.succeed("cluster2")).steps).toEqual([]);
  });

  it("that were added may go again, with the load balancer out of them first", async () => {
    await fleet.succeed("cluster1", two);
    await fleet.succeed("cluster1", three);
    await fleet.succeed("cluster1", two);
    expect({
      controlPlane: controlPlane("myeks"),
      nodes: nodes("myeks"),
      loadBalancer: loadBalancer(),
    }).toEqual({
      controlPlane: [A, B],
      nodes: [A, B],
      loadBalancer: [A, B],
    });
    expect(targets()).toEqual(["healthy", "healthy"]);
    await fleet.succeed("cluster1", two);
    expect((await fleet.succeed("cluster1", two)).steps).toEqual([]);
    expect(fleet.destroy("cluster1").refusal).toBeUndefined();
  });

  it("let a control plane change between public and private subnets", async () => {
    await fleet.succeed("cluster1", two);
    await fleet.succeed("cluster1", three);
    await fleet.succeed("cluster1", { ...three, controlPlaneSubnets: "private" });
    const { subnetIds } = eksState(fleet.cloud).clusters.get("myeks").resourcesVpcConfig;
    expect(subnetIds.map((id) => ec2State(fleet.cloud).subnets.get(id).CidrBlock)).toEqual([
      "192.168.12.0/22",
      "192.168.16.0/22",
    ]);
    expect((await fleet.succeed("cluster1", { ...three, controlPlaneSubnets: "private" })).steps).toEqual([]);
  });
});

describe("a living primary refuses, before anything is changed,", { timeout: 120_000 }, () => {
  const refusal = async (vpc: ConfigValue) => {
    const { programError, steps } = await fleet.up("cluster1", { vpc });
    expect(steps).toEqual([]);
    return programError?.message;
  };
  const inFile = (...lines: string[]) =>
    ['the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):', ...lines].join("\n");

  it("blocks that move, with the lines that keep them", async () => {
    const earlier = { privateSubnetCidrBlocks: ["192.168.8.0/22", "192.168.12.0/22"] };
    await fleet.succeed("cluster1", { vpc: { availabilityZoneCount: 2, ...earlier } });
    expect(await refusal({ availabilityZoneCount: 2 })).toBe(
      inFile(
        "  - vpc.privateSubnetCidrBlocks would be 192.168.12.0/22, 192.168.16.0/22, but subnets that are there keep their blocks; write them into the stack's file:",
        "      multicluster-ingress:vpc:",
        "        publicSubnetCidrBlocks: [192.168.0.0/22, 192.168.4.0/22]",
        "        privateSubnetCidrBlocks: [192.168.8.0/22, 192.168.12.0/22]",
      ),
    );
    const message = await refusal({ availabilityZoneCount: 3 });
    expect(message).toBe(
      inFile(
        "  - vpc.privateSubnetCidrBlocks would be 192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22, but subnets that are there keep their blocks; write them into the stack's file:",
        "      multicluster-ingress:vpc:",
        "        publicSubnetCidrBlocks: [192.168.0.0/22, 192.168.4.0/22, 192.168.16.0/22]",
        "        privateSubnetCidrBlocks: [192.168.8.0/22, 192.168.12.0/22, 192.168.20.0/22]",
      ),
    );
    const written = Object.fromEntries(
      [...message!.matchAll(/(\w+CidrBlocks): \[(.*)\]/g)].map(([, key, list]) => [key, list!.split(", ")]),
    );
    const grown = await fleet.succeed("cluster1", { vpc: { availabilityZoneCount: 3, ...written } });
    expect(grown.steps).not.toContainEqual(expect.stringMatching(/replace aws:ec2/));
    expect(loadBalancer()).toEqual([A, B, C]);
  });

  it("another block, another VPC, zones in another order, and fewer than the control plane has", async () => {
    await fleet.succeed("cluster1");
    const { VpcId } = ec2State(fleet.cloud).vpcs.values()[0]!;
    const stays =
      `but cluster "myeks" lives in ${VpcId}, 192.168.0.0/16, and another VPC would be another cluster and load balancer; ` +
      "set it back, or destroy the stack first";
    expect(await refusal({ cidrBlock: "10.0.0.0/16" })).toBe(
      inFile(`  - vpc.cidrBlock is 10.0.0.0/16, ${stays}`),
    );
    expect(await refusal({ availabilityZoneNames: [B, A, C] })).toBe(
      inFile(
        `  - vpc.availabilityZoneNames is ${B}, ${A}, ${C}, but the subnets that are there are in ${A}, ${B}, ${C}, in this order; ` +
          `keep it, and put further zones after them: [${A}, ${B}, ${C}]`,
      ),
    );
    expect(await refusal({ availabilityZoneCount: 2 })).toBe(
      inFile(
        `  - vpc.availabilityZoneCount leaves ${C} out, where the control plane of cluster "myeks" has been since its creation, ` +
          "and EKS does not move it; keep the zones",
      ),
    );
    expect(await refusal({ availabilityZoneCount: 5 })).toBe(
      inFile(
        `  - vpc.availabilityZoneCount is 5, but ap-northeast-2 has 4 zones that a cluster can be in (${A}, ${B}, ${C}, ap-northeast-2d); use 4 or fewer`,
      ),
    );
  });
});

describe("default zones", { timeout: 120_000 }, () => {
  it("leave Local Zones out, and zones in which EKS places no control plane", async () => {
    const east = { "aws:region": "us-east-1" };
    fleet = new LivingFleet({ cloud: new SimulatedCloud({ region: "us-east-1" }) });
    fleet.cloud.call(fleet.cloud.administrator, "ec2", "ModifyAvailabilityZoneGroup", {
      GroupName: "us-east-1-atl-1",
      OptInStatus: "opted-in",
    });
    await fleet.succeed("cluster1", east);
    expect(controlPlane("myeks")).toEqual(["us-east-1a", "us-east-1b", "us-east-1d"]);
    const named = await fleet.up("cluster1", {
      ...east,
      vpc: { availabilityZoneNames: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1z"] },
    });
    expect(named.programError?.message).toBe(
      [
        'the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):',
        '  - vpc.availabilityZoneNames[2] is "us-east-1c", in which EKS places no control plane (use1-az3); use some of us-east-1a, us-east-1b, us-east-1d, us-east-1e, us-east-1f',
        '  - vpc.availabilityZoneNames[3] is "us-east-1z", which us-east-1 does not have for this account; use some of us-east-1a, us-east-1b, us-east-1d, us-east-1e, us-east-1f',
      ].join("\n"),
    );
  });
});
