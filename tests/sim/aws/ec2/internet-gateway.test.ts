import { describe, expect, it } from "vitest";
import { newInternetGateway, newNatGateway, newWorld } from "./support.ts";

describe("internet gateways", () => {
  it("are attached to one VPC, which has one", () => {
    const world = newWorld();
    const { ec2, refusal, vpcId: VpcId } = world;
    const InternetGatewayId = newInternetGateway(world);
    expect(refusal("AttachInternetGateway", { InternetGatewayId, VpcId })).toBe(
      `Resource.AlreadyAssociated: resource ${InternetGatewayId} is already attached to network ${VpcId}`,
    );
    const other = ec2("CreateInternetGateway", {}).InternetGateway.InternetGatewayId;
    expect(refusal("AttachInternetGateway", { InternetGatewayId: other, VpcId })).toBe(
      `InvalidParameterValue: Network ${VpcId} already has an internet gateway attached`,
    );
    expect(refusal("DetachInternetGateway", { InternetGatewayId: other, VpcId })).toBe(
      `Gateway.NotAttached: resource ${other} is not attached to network ${VpcId}`,
    );
    const { InternetGateways } = ec2("DescribeInternetGateways", {
      Filters: [{ Name: "attachment.vpc-id", Values: [VpcId] }],
    });
    expect(InternetGateways).toEqual([
      { InternetGatewayId, OwnerId: "123456789012", Attachments: [{ State: "available", VpcId }], Tags: [] },
    ]);
  });

  it("stay while attached, and while something has a public address", () => {
    const world = newWorld();
    const { ec2, refusal, cloud, vpcId: VpcId } = world;
    const InternetGatewayId = newInternetGateway(world);
    const { NatGatewayId } = newNatGateway(world);
    expect(refusal("DeleteInternetGateway", { InternetGatewayId })).toBe(
      `DependencyViolation: The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
    );
    expect(refusal("DetachInternetGateway", { InternetGatewayId, VpcId })).toBe(
      `DependencyViolation: Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
    ec2("DeleteNatGateway", { NatGatewayId });
    cloud.clock.advance(60_000);
    ec2("DetachInternetGateway", { InternetGatewayId, VpcId });
    ec2("DeleteInternetGateway", { InternetGatewayId });
    expect(ec2("DescribeInternetGateways", {}).InternetGateways).toEqual([]);
  });

  it("are five at most", () => {
    const { ec2, refusal } = newWorld();
    for (let count = 0; count < 5; count++) ec2("CreateInternetGateway", {});
    expect(refusal("CreateInternetGateway", {})).toBe(
      "InternetGatewayLimitExceeded: The maximum number of internet gateways has been reached.",
    );
  });
});
