import type { InputOf, Operations, OutputOf } from "../../../../sim/core/cloud.ts";
import type { Action } from "../../../../sim/aws/elbv2/shapes.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";

type Elbv2 = Operations["elasticloadbalancing"];
type Ec2 = Operations["ec2"];

/** A cloud with one VPC, three public subnets in as many zones, and a security group for load balancers. */
export interface World {
  readonly cloud: SimulatedCloud;
  readonly vpcId: string;
  /** Zones a, b, c: 192.168.0.0/24, .1.0/24, .2.0/24. */
  readonly subnetIds: readonly [string, string, string];
  readonly securityGroupId: string;
  /** Makes an ELBv2 call as the administrator. */
  call<A extends keyof Elbv2>(action: A, parameters: InputOf<Elbv2[A]>): OutputOf<Elbv2[A]>;
  ec2<A extends keyof Ec2>(action: A, parameters: InputOf<Ec2[A]>): OutputOf<Ec2[A]>;
}

export function newWorld(): World {
  const cloud = new SimulatedCloud();
  const call: World["call"] = (action, parameters) =>
    cloud.call(cloud.administrator, "elasticloadbalancing", action, parameters);
  const ec2: World["ec2"] = (action, parameters) =>
    cloud.call(cloud.administrator, "ec2", action, parameters);
  const vpcId = ec2("CreateVpc", { CidrBlock: "192.168.0.0/16" }).Vpc.VpcId;
  const gateway = ec2("CreateInternetGateway", {}).InternetGateway.InternetGatewayId;
  ec2("AttachInternetGateway", { InternetGatewayId: gateway, VpcId: vpcId });
  const subnet = (zone: string, CidrBlock: string) =>
    ec2("CreateSubnet", { VpcId: vpcId, CidrBlock, AvailabilityZone: `ap-northeast-2${zone}` }).Subnet
      .SubnetId;
  const subnetIds = [
    subnet("a", "192.168.0.0/24"),
    subnet("b", "192.168.1.0/24"),
    subnet("c", "192.168.2.0/24"),
  ] as const;
  const securityGroupId = ec2("CreateSecurityGroup", {
    GroupName: "frontend",
    Description: "frontend",
    VpcId: vpcId,
  }).GroupId;
  return { cloud, vpcId, subnetIds, securityGroupId, call, ec2 };
}

/** An internet-facing load balancer in all three zones. */
export function newLoadBalancer({ call, subnetIds, securityGroupId }: World, name = "edge"): string {
  const { LoadBalancers } = call("CreateLoadBalancer", {
    Name: name,
    Subnets: subnetIds,
    SecurityGroups: [securityGroupId],
  });
  return LoadBalancers[0]!.LoadBalancerArn;
}

/** An HTTP target group for addresses, checked every 15 seconds, thresholds 2 and 2. */
export function newTargetGroup({ call, vpcId }: World, name = "app"): string {
  const { TargetGroups } = call("CreateTargetGroup", {
    Name: name,
    Protocol: "HTTP",
    Port: 8080,
    VpcId: vpcId,
    TargetType: "ip",
    HealthCheckIntervalSeconds: 15,
    HealthyThresholdCount: 2,
  });
  return TargetGroups[0]!.TargetGroupArn;
}

export const NOT_FOUND: Action = {
  Type: "fixed-response",
  FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain" },
};

export function forwardTo(targetGroupArn: string): Action {
  return { Type: "forward", TargetGroupArn: targetGroupArn };
}

/** An HTTP listener on port 80 with the given default action. */
export function newListener({ call }: World, LoadBalancerArn: string, action: Action = NOT_FOUND): string {
  const { Listeners } = call("CreateListener", {
    LoadBalancerArn,
    Protocol: "HTTP",
    Port: 80,
    DefaultActions: [action],
  });
  return Listeners[0]!.ListenerArn;
}

/** Code and words of the AWS error that `run` ends with. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code ?? "Error"}: ${message}`;
  }
  return "no error";
}
