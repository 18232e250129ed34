import { describe, expect, it } from "vitest";
import { resumeEc2 } from "../../../../sim/aws/ec2/resume.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { newInternetGateway, newNatGateway, newWorld, type World } from "./support.ts";

function stateOf({ ec2 }: World, NatGatewayId: string) {
  const { State, FailureCode, FailureMessage } = ec2("DescribeNatGateways", { NatGatewayIds: [NatGatewayId] })
    .NatGateways[0]!;
  return FailureCode === undefined ? State : `${State}: ${FailureCode}: ${FailureMessage ?? ""}`;
}

describe("NAT gateways", () => {
  it("take a while to come up and to go, and are remembered for an hour", () => {
    const world = newWorld();
    const { ec2, cloud } = world;
    newInternetGateway(world);
    const { NatGatewayId } = newNatGateway(world);
    expect(stateOf(world, NatGatewayId)).toBe("pending");
    expect(ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces).toMatchObject([
      {
        Description: `Interface for NAT Gateway ${NatGatewayId}`,
        InterfaceType: "nat_gateway",
        RequesterManaged: true,
        SourceDestCheck: false,
      },
    ]);
    cloud.clock.advance(120_000);
    expect(stateOf(world, NatGatewayId)).toBe("available");
    ec2("DeleteNatGateway", { NatGatewayId });
    expect(stateOf(world, NatGatewayId)).toBe("deleting");
    cloud.clock.advance(60_000);
    expect(stateOf(world, NatGatewayId)).toBe("deleted");
    expect(ec2State(cloud).networkInterfaces.size).toBe(0);
    cloud.clock.advance(3_600_000);
    expect(ec2State(cloud).natGateways.size).toBe(0);
  });

  it("fail without an internet gateway, or with an address that is taken", () => {
    const world = newWorld();
    const { ec2, vpcId } = world;
    const { AllocationId } = ec2("AllocateAddress", {});
    expect(stateOf(world, newNatGateway(world, AllocationId).NatGatewayId)).toBe(
      `failed: Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`,
    );
    newInternetGateway(world);
    newNatGateway(world, AllocationId);
    expect(stateOf(world, newNatGateway(world, AllocationId).NatGatewayId)).toBe(
      `failed: Resource.AlreadyAssociated: Elastic IP address [${AllocationId}] is already associated`,
    );
  });

  it("need an address when public, none when private", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    expect(refusal("CreateNatGateway", { SubnetId })).toBe(
      "MissingParameter: The request must contain the parameter AllocationId",
    );
    expect(refusal("CreateNatGateway", { SubnetId, AllocationId: "eipalloc-1" })).toBe(
      "InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist",
    );
    const { NatGatewayAddresses } = ec2("CreateNatGateway", {
      SubnetId,
      ConnectivityType: "private",
    }).NatGateway;
    expect(NatGatewayAddresses).toMatchObject([{ PrivateIp: "192.168.0.4", IsPrimary: true }]);
  });

  it("are five per zone at most", () => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    const request = { SubnetId, ConnectivityType: "private" } as const;
    for (let count = 0; count < 5; count++) ec2("CreateNatGateway", request);
    expect(refusal("CreateNatGateway", request)).toBe(
      "NatGatewayLimitExceeded: Performing this operation would exceed the limit of 5 NAT gateways",
    );
  });

  it("are unknown by another id", () => {
    expect(newWorld().refusal("DescribeNatGateways", { NatGatewayIds: ["nat-1"] })).toBe(
      "NatGatewayNotFound: The Nat Gateway nat-1 was not found",
    );
  });

  it("go on in a world that was saved", () => {
    const world = newWorld();
    newInternetGateway(world);
    const { NatGatewayId } = newNatGateway(world);
    const { natGateways } = ec2State(world.cloud);
    natGateways.restore(JSON.parse(JSON.stringify(natGateways)));
    resumeEc2(world.cloud);
    world.cloud.clock.advance(120_000);
    expect(stateOf(world, NatGatewayId)).toBe("available");
  });
});
