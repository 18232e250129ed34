import { expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { ec2State } from "../../../sim/aws/ec2/state.ts";
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
  const call = (operation: "CreateVpc" | "CreateSubnet" | "CreateSecurityGroup", input: object) =>
    cloud.call(cloud.administrator, "ec2", operation, input as never);
  call("CreateVpc", { CidrBlock: "10.9.0.0/16" });
  const { VpcId } = ec2State(cloud).vpcs.where(({ CidrBlock }) => CidrBlock === "10.9.0.0/16")[0]!;
  call("CreateSubnet", { VpcId, CidrBlock: "10.9.0.0/24", AvailabilityZone: "ap-northeast-2a" });
  call("CreateSecurityGroup", { VpcId, GroupName: "elsewhere", Description: "of another VPC" });
  const { SubnetId } = ec2State(cloud).subnets.where((subnet) => subnet.VpcId === VpcId)[0]!;
  const { GroupId } = ec2State(cloud).securityGroups.where(
    (group) => group.VpcId === VpcId && group.GroupName === "elsewhere",
  )[0]!;
  const [first, second] = outputs["publicSubnetIds"] as string[];
  const elsewhere = `of ${VpcId}; name one of ${String(outputs["vpcId"])}, where the cluster is`;
  expect(
    await problems(fleet, {
      podNetworking: {
        mode: "custom-networking",
        podSubnetIds: { "ap-northeast-2a": SubnetId, "ap-northeast-2b": first!, "ap-northeast-2c": second! },
      },
      nodeSecurityGroupIds: [GroupId],
      ...withBalancer([GroupId]),
    }),
  ).toEqual([
    `  - podNetworking.podSubnetIds.ap-northeast-2a is ${SubnetId}, ${elsewhere}`,
    `  - podNetworking.podSubnetIds.ap-northeast-2b is ${first!}, a subnet of ap-northeast-2a; name one of ap-northeast-2b`,
    `  - podNetworking.podSubnetIds.ap-northeast-2c is ${second!}, a subnet of ap-northeast-2b; name one of ap-northeast-2c`,
    `  - nodeSecurityGroupIds[0] is ${GroupId}, ${elsewhere}`,
    `  - apps.shop.nlb.securityGroupIds[0] is ${GroupId}, ${elsewhere}`,
  ]);
});

it("refuses tags that too few subnets of a given VPC have, before anything is created", async () => {
  const fleet = new LivingFleet();
  const { cloud } = fleet;
  const call = (operation: "CreateVpc" | "CreateSubnet" | "CreateTags", input: object) =>
    cloud.call(cloud.administrator, "ec2", operation, input as never);
  call("CreateVpc", { CidrBlock: "10.9.0.0/16" });
  const { VpcId } = ec2State(cloud).vpcs.where(({ CidrBlock }) => CidrBlock === "10.9.0.0/16")[0]!;
  for (const [index, zone] of ["a", "b"].entries()) {
    const AvailabilityZone = `ap-northeast-2${zone}`;
    call("CreateSubnet", { VpcId, CidrBlock: `10.9.${index}.0/24`, AvailabilityZone });
  }
  const subnets = ec2State(cloud).subnets.where((subnet) => subnet.VpcId === VpcId);
  const publicSubnetIds = subnets.map(({ SubnetId }) => SubnetId);
  const changes = {
    vpc: { existing: { vpcId: VpcId, publicSubnetIds } },
    controller: { ingressClass: { subnets: { tags: { tier: ["edge"] } } } },
  };
  const refused = (found: string) => [
    `  - controller.ingressClass.subnets.tags matches ${found} of ${VpcId}, and a load balancer needs subnets of two zones; tag them, or name them in ids`,
  ];
  const before = fleet.world();
  expect(await problems(fleet, changes)).toEqual(refused("no subnet"));
  expect(fleet.world()).toEqual(before);
  call("CreateTags", { Resources: publicSubnetIds.slice(0, 1), Tags: [{ Key: "tier", Value: "edge" }] });
  expect(await problems(fleet, changes)).toEqual(refused(`${publicSubnetIds[0]!} alone`));
});
