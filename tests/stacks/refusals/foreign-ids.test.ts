import { expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import type { Changes } from "../../support/changes.ts";

const [NONE, OTHER] = ["subnet-0a1b2c3d4e5f60005", "subnet-0a1b2c3d4e5f60006"];
const SECURITY_GROUP = "sg-0a1b2c3d4e5f60005";
const ADDRESS = "eipalloc-0a1b2c3d4e5f60005";
const HEADING = /^the configuration of .*\n/;

/** What an update is refused for, a line each. */
async function problems(fleet: LivingFleet, changes: Changes): Promise<readonly string[]> {
  const refusal = (await fleet.refusal("cluster1", changes)) ?? "accepted";
  return refusal.replace(HEADING, "").split("\n");
}

function withClass(ids: readonly string[]): Changes {
  return { controller: { ingressClass: { subnets: { ids: [...ids] } } } };
}

function withSubnets(subnetIds: readonly string[]): Changes {
  return { ingress: { subnetIds: [...subnetIds] } };
}

/** The application has a Network Load Balancer with these security groups. */
function withBalancer(
  securityGroupIds: string[],
  others: Readonly<Record<string, ConfigValue>> = {},
): Changes {
  const nlb = { securityGroupIds, ports: [{ port: 80 }], ...others };
  return { app: undefined, apps: { shop: { image: "registry.example.com/shop:1", nlb } } };
}

it("refuses what is not there, all at once, before anything is created", async () => {
  const fleet = new LivingFleet();
  const before = fleet.world();
  expect(
    await problems(fleet, {
      podNetworking: {
        mode: "custom-networking",
        podSubnetIds: { "ap-northeast-2a": NONE },
        podSecurityGroupIds: [SECURITY_GROUP],
      },
      nodeSecurityGroupIds: [SECURITY_GROUP],
      ...withClass([NONE, OTHER]),
      ...withBalancer([SECURITY_GROUP], {
        scheme: "internet-facing",
        addresses: { allocationIds: [ADDRESS] },
      }),
    }),
  ).toEqual([
    `  - podNetworking.podSubnetIds.ap-northeast-2a is ${NONE}, which is not there; name a subnet that is`,
    `  - controller.ingressClass.subnets.ids[0] is ${NONE}, which is not there; name a subnet that is`,
    `  - controller.ingressClass.subnets.ids[1] is ${OTHER}, which is not there; name a subnet that is`,
    `  - podNetworking.podSecurityGroupIds[0] is ${SECURITY_GROUP}, which is not there; name a security group that is`,
    `  - nodeSecurityGroupIds[0] is ${SECURITY_GROUP}, which is not there; name a security group that is`,
    `  - apps.shop.nlb.securityGroupIds[0] is ${SECURITY_GROUP}, which is not there; name a security group that is`,
    `  - apps.shop.nlb.addresses.allocationIds[0] is ${ADDRESS}, which is not there; name an elastic address that is`,
  ]);
  expect(fleet.world()).toEqual(before);
});

it("refuses subnets and security groups of another VPC, and pods' subnets of another zone", async () => {
  const fleet = new LivingFleet();
  const { outputs } = await fleet.succeed("cluster1");
  const { cloud } = fleet;
  const { vpcId, subnetIds } = makeVpc(fleet);
  const subnetId = subnetIds[0]!;
  const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
    VpcId: vpcId,
    GroupName: "elsewhere",
    Description: "of another VPC",
  });
  const [first, second] = outputs["publicSubnetIds"] as string[];
  const elsewhere = `of ${vpcId}; name one of ${String(outputs["vpcId"])}, where the stack is`;
  expect(
    await problems(fleet, {
      podNetworking: {
        mode: "custom-networking",
        podSubnetIds: { "ap-northeast-2a": subnetId, "ap-northeast-2b": first!, "ap-northeast-2c": second! },
      },
      nodeSecurityGroupIds: [GroupId],
      ...withBalancer([GroupId]),
    }),
  ).toEqual([
    `  - podNetworking.podSubnetIds.ap-northeast-2a is ${subnetId}, ${elsewhere}`,
    `  - podNetworking.podSubnetIds.ap-northeast-2b is ${first!}, a subnet of ap-northeast-2a; name one of ap-northeast-2b`,
    `  - podNetworking.podSubnetIds.ap-northeast-2c is ${second!}, a subnet of ap-northeast-2b; name one of ap-northeast-2c`,
    `  - nodeSecurityGroupIds[0] is ${GroupId}, ${elsewhere}`,
    `  - apps.shop.nlb.securityGroupIds[0] is ${GroupId}, ${elsewhere}`,
  ]);
});

it("refuses subnets of a primary's load balancer that are not there, in another VPC, or two of a zone", async () => {
  const fleet = new LivingFleet();
  const { vpcId, subnetIds } = makeVpc(fleet);
  expect(await problems(fleet, withSubnets([NONE, OTHER]))).toEqual([
    `  - ingress.subnetIds[0] is ${NONE}, which is not there; name a subnet that is`,
    `  - ingress.subnetIds[1] is ${OTHER}, which is not there; name a subnet that is`,
  ]);
  expect(await problems(fleet, withSubnets(subnetIds))).toEqual(
    subnetIds.map(
      (id, index) =>
        `  - ingress.subnetIds[${index}] is ${id}, of ${vpcId}; name none until the stack has made its VPC, or set vpc.existing`,
    ),
  );
  const { outputs } = await fleet.succeed("cluster1");
  const [first, second, third] = outputs["publicSubnetIds"] as string[];
  const [, privateSubnetId] = outputs["privateSubnetIds"] as string[];
  const twice = [first!, second!, third!, privateSubnetId!];
  expect(await problems(fleet, withSubnets(twice))).toEqual([
    `  - ingress.subnetIds[3] is ${privateSubnetId!}, a subnet of ap-northeast-2b as ingress.subnetIds[1] is; name one of each zone`,
  ]);
  expect(await problems(fleet, withClass(twice))).toEqual([
    `  - controller.ingressClass.subnets.ids[3] is ${privateSubnetId!}, a subnet of ap-northeast-2b as controller.ingressClass.subnets.ids[1] is; name one of each zone`,
  ]);
  expect(await problems(fleet, withSubnets([first!, second!, third!, subnetIds[0]!]))).toEqual([
    `  - ingress.subnetIds[3] is ${subnetIds[0]!}, of ${vpcId}; name one of ${String(outputs["vpcId"])}, where the stack is`,
  ]);
});

it("refuses subnets of an edge's load balancer that are not there, or in another VPC", async () => {
  const fleet = new LivingFleet();
  const { vpcId, subnetIds } = makeVpc(fleet);
  const edge = { role: "edge", edgeName: "edge", clusterName: undefined };
  const before = fleet.world();
  expect(await problems(fleet, { ...edge, ...withSubnets([NONE, OTHER]) })).toEqual([
    `  - ingress.subnetIds[0] is ${NONE}, which is not there; name a subnet that is`,
    `  - ingress.subnetIds[1] is ${OTHER}, which is not there; name a subnet that is`,
  ]);
  expect(fleet.world()).toEqual(before);
  const { outputs } = await fleet.succeed("cluster1", edge);
  const publicSubnetIds = outputs["publicSubnetIds"] as string[];
  expect(await problems(fleet, { ...edge, ...withSubnets([...publicSubnetIds, subnetIds[0]!]) })).toEqual([
    `  - ingress.subnetIds[3] is ${subnetIds[0]!}, of ${vpcId}; name one of ${String(outputs["vpcId"])}, where the stack is`,
  ]);
});

it("refuses tags that too few subnets of a given VPC have, before anything is created", async () => {
  const fleet = new LivingFleet();
  const { cloud } = fleet;
  const { vpcId, subnetIds: publicSubnetIds } = makeVpc(fleet);
  const changes = {
    vpc: { existing: { vpcId, publicSubnetIds } },
    controller: { ingressClass: { subnets: { tags: { tier: ["edge"] } } } },
  };
  const refused = (found: string) => [
    `  - controller.ingressClass.subnets.tags matches ${found} of ${vpcId}, and a load balancer needs subnets of two zones; tag them, or name them in ids`,
  ];
  const before = fleet.world();
  expect(await problems(fleet, changes)).toEqual(refused("no subnet"));
  expect(fleet.world()).toEqual(before);
  cloud.call(cloud.administrator, "ec2", "CreateTags", {
    Resources: publicSubnetIds.slice(0, 1),
    Tags: [{ Key: "tier", Value: "edge" }],
  });
  expect(await problems(fleet, changes)).toEqual(refused(`${publicSubnetIds[0]!} alone`));
});

/** Another VPC, with subnets in two zones. */
function makeVpc({ cloud }: LivingFleet) {
  const call = <O extends "CreateVpc" | "CreateSubnet">(operation: O, input: object) =>
    cloud.call(cloud.administrator, "ec2", operation, input as never);
  const { VpcId: vpcId } = call("CreateVpc", { CidrBlock: "10.9.0.0/16" }).Vpc;
  const subnetIds = ["a", "b"].map((zone, index) => {
    const AvailabilityZone = `ap-northeast-2${zone}`;
    return call("CreateSubnet", { VpcId: vpcId, CidrBlock: `10.9.${index}.0/24`, AvailabilityZone }).Subnet
      .SubnetId;
  });
  return { vpcId, subnetIds };
}
