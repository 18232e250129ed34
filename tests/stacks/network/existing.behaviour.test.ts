import { ec2State } from "../../../sim/aws/ec2/state.ts";
import { eksState } from "../../../sim/aws/eks/state.ts";
import { beforeEach, expect, it } from "vitest";
import { LivingFleet } from "../../support/living-fleet.ts";

let fleet: LivingFleet;
let vpcId: string;
let subnets: string[];

/** A VPC with an internet gateway and two public subnets, of which only the first gives public addresses. */
beforeEach(async () => {
  fleet = new LivingFleet();
  const { cloud } = fleet;
  const admin = cloud.administrator;
  vpcId = cloud.call(admin, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
  const { InternetGatewayId } = cloud.call(admin, "ec2", "CreateInternetGateway", {}).InternetGateway;
  cloud.call(admin, "ec2", "AttachInternetGateway", { InternetGatewayId, VpcId: vpcId });
  const [table] = ec2State(cloud).routeTables.values();
  cloud.call(admin, "ec2", "CreateRoute", {
    RouteTableId: table!.RouteTableId,
    DestinationCidrBlock: "0.0.0.0/0",
    GatewayId: InternetGatewayId,
  });
  subnets = ["a", "b"].map(makeSubnet);
  openSubnet(subnets[0]!);
});

function makeSubnet(zone: string, index: number): string {
  const { cloud } = fleet;
  return cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
    VpcId: vpcId,
    CidrBlock: `10.0.${index * 4}.0/22`,
    AvailabilityZone: `${cloud.region}${zone}`,
  }).Subnet.SubnetId;
}

function openSubnet(SubnetId: string): void {
  const { cloud } = fleet;
  cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
    SubnetId,
    MapPublicIpOnLaunch: { Value: true },
  });
}

function turnOnDnsHostnames(): void {
  const { cloud } = fleet;
  cloud.call(cloud.administrator, "ec2", "ModifyVpcAttribute", {
    VpcId: vpcId,
    EnableDnsHostnames: { Value: true },
  });
}

const using = () => ({ vpc: { existing: { vpcId, publicSubnetIds: [...subnets] } } });

const loadBalancerSubnets = () => {
  const { cloud } = fleet;
  return cloud
    .call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {})
    .LoadBalancers.flatMap(({ AvailabilityZones }) => AvailabilityZones.map(({ SubnetId }) => SubnetId))
    .sort();
};

it(
  "refuses a VPC in which nodes would not come up, before anything is made",
  { timeout: 60_000 },
  async () => {
    const { programError, steps } = await fleet.up("cluster1", using());
    expect(programError?.message).toBe(
      [
        'the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):',
        `  - vpc.existing.vpcId is ${vpcId}, whose enableDnsHostnames is off, but nodes find their cluster by DNS; turn on both`,
        `  - vpc.existing.publicSubnetIds[1] is ${subnets[1]}, which gives instances no public addresses, so that nodes there would reach nothing; ` +
          "turn on its mapPublicIpOnLaunch, or put node groups into private subnets",
      ].join("\n"),
    );
    expect(steps).toEqual([]);
  },
);

it(
  "moves the load balancer into the zone of a subnet that is added, and keeps the control plane",
  { timeout: 60_000 },
  async () => {
    turnOnDnsHostnames();
    for (const id of subnets) openSubnet(id);
    await fleet.succeed("cluster1", using());
    expect(loadBalancerSubnets()).toEqual(subnets.toSorted());
    const [first, second] = subnets;
    subnets.push(makeSubnet("c", 2));
    openSubnet(subnets[2]!);
    await fleet.succeed("cluster1", using());
    expect(loadBalancerSubnets()).toEqual(subnets.toSorted());
    expect(eksState(fleet.cloud).clusters.get("myeks").resourcesVpcConfig.subnetIds).toEqual([first, second]);
    expect((await fleet.succeed("cluster1", using())).steps).toEqual([]);
  },
);

it("stays in its VPC", { timeout: 60_000 }, async () => {
  turnOnDnsHostnames();
  for (const id of subnets) openSubnet(id);
  await fleet.succeed("cluster1", using());
  const { programError, steps } = await fleet.up("cluster1");
  expect(programError?.message).toBe(
    'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
      `  - vpc.existing is not set, but cluster "myeks" lives in ${vpcId}, 10.0.0.0/16, and another VPC would be another cluster ` +
      "and load balancer; set it back, or destroy the stack first",
  );
  expect(steps).toEqual([]);
});
