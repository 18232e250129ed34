import { describe, expect, it } from "vitest";
import { newInternetGateway, newNatGateway, newWorld } from "./support.ts";

describe("elastic IP addresses", () => {
  it("show what they are in front of, and stay while in use", () => {
    const world = newWorld();
    const { ec2, refusal, cloud } = world;
    newInternetGateway(world);
    const { AllocationId, PublicIp } = ec2("AllocateAddress", {});
    expect(PublicIp).toMatch(/^198\.1[89]\.\d+\.\d+$/);
    const { NatGatewayId, NatGatewayAddresses } = newNatGateway(world, AllocationId);
    const { NetworkInterfaceId, AssociationId } = NatGatewayAddresses[0]!;
    expect(ec2("DescribeAddresses", { AllocationIds: [AllocationId] }).Addresses).toEqual([
      {
        AllocationId,
        PublicIp,
        Domain: "vpc",
        PublicIpv4Pool: "amazon",
        NetworkBorderGroup: "ap-northeast-2",
        Tags: [],
        AssociationId,
        NetworkInterfaceId,
        NetworkInterfaceOwnerId: "123456789012",
        PrivateIpAddress: "192.168.0.4",
      },
    ]);
    expect(refusal("ReleaseAddress", { AllocationId })).toBe(
      `InvalidIPAddress.InUse: Address ${PublicIp} is in use.`,
    );
    ec2("DeleteNatGateway", { NatGatewayId });
    cloud.clock.advance(60_000);
    ec2("ReleaseAddress", { AllocationId });
    expect(refusal("ReleaseAddress", { AllocationId })).toBe(
      `InvalidAllocationID.NotFound: The allocation ID '${AllocationId}' does not exist`,
    );
  });

  it("are five at most", () => {
    const { ec2, refusal } = newWorld();
    for (let count = 0; count < 5; count++) ec2("AllocateAddress", {});
    expect(refusal("AllocateAddress", {})).toBe(
      "AddressLimitExceeded: The maximum number of addresses has been reached.",
    );
  });
});
