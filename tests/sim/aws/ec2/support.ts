import type { InputOf, Operations, OutputOf } from "../../../../sim/core/cloud.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { AwsError } from "../../../../sim/core/errors.ts";

type Ec2 = Operations["ec2"];

/** A cloud with a VPC, 192.168.0.0/16, and one subnet of it in zone a, 192.168.0.0/24. */
export interface World {
  readonly cloud: SimulatedCloud;
  readonly vpcId: string;
  readonly subnetId: string;
  /** Makes an EC2 call as the administrator. */
  ec2<A extends keyof Ec2>(action: A, parameters: InputOf<Ec2[A]>): OutputOf<Ec2[A]>;
  /** Code and words of the refusal of an EC2 call. */
  refusal<A extends keyof Ec2>(action: A, parameters: InputOf<Ec2[A]>): string;
}

export function newWorld(): World {
  const cloud = new SimulatedCloud();
  const ec2: World["ec2"] = (action, parameters) =>
    cloud.call(cloud.administrator, "ec2", action, parameters);
  const refusal: World["refusal"] = (action, parameters) => refusalOf(() => ec2(action, parameters));
  const vpcId = ec2("CreateVpc", { CidrBlock: "192.168.0.0/16" }).Vpc.VpcId;
  const subnetId = ec2("CreateSubnet", {
    VpcId: vpcId,
    CidrBlock: "192.168.0.0/24",
    AvailabilityZone: "ap-northeast-2a",
  }).Subnet.SubnetId;
  return { cloud, vpcId, subnetId, ec2, refusal };
}

/** `Code: words` of the AwsError that `attempt` throws. */
export function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("the call was not refused");
}

export function newGroup({ ec2, vpcId }: World, GroupName: string): string {
  return ec2("CreateSecurityGroup", { GroupName, Description: GroupName, VpcId: vpcId }).GroupId;
}

/** Attaches an internet gateway to the VPC. */
export function newInternetGateway({ ec2, vpcId }: World): string {
  const { InternetGatewayId } = ec2("CreateInternetGateway", {}).InternetGateway;
  ec2("AttachInternetGateway", { InternetGatewayId, VpcId: vpcId });
  return InternetGatewayId;
}

export function newInstance({ ec2, subnetId }: World, InstanceType = "t3.medium"): string {
  const { Instances } = ec2("RunInstances", {
    MinCount: 1,
    MaxCount: 1,
    ImageId: "ami-1",
    InstanceType,
    SubnetId: subnetId,
  });
  return Instances[0]!.InstanceId;
}

/** A public NAT gateway in the subnet, with a new address where none is given. */
export function newNatGateway(
  { ec2, subnetId: SubnetId }: World,
  AllocationId = ec2("AllocateAddress", {}).AllocationId,
) {
  return ec2("CreateNatGateway", { SubnetId, AllocationId }).NatGateway;
}
