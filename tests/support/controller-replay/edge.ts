import type { AwsNetwork } from "./aws-network.ts";

/** Target groups by name, with their weights. */
export type EdgeTargetGroups = Readonly<Record<string, number>>;

/** Makes the load balancer `edge`, whose only listener forwards to target groups that no controller manages. */
export function makeEdge(network: AwsNetwork, targetGroups: EdgeTargetGroups): void {
  const { call, subnetIds, backendSecurityGroupId } = network;
  const { LoadBalancers } = call("elasticloadbalancing", "CreateLoadBalancer", {
    Name: "edge",
    Scheme: "internet-facing",
    Subnets: subnetIds,
    SecurityGroups: [backendSecurityGroupId],
  });
  const groups = Object.entries(targetGroups).map(([name, Weight]) => ({
    TargetGroupArn: makeTargetGroup(network, name),
    Weight,
  }));
  call("elasticloadbalancing", "CreateListener", {
    LoadBalancerArn: LoadBalancers[0]!.LoadBalancerArn,
    Protocol: "HTTP",
    Port: 80,
    DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups: groups } }],
  });
}

/** Makes a target group that no controller manages. @returns its ARN. */
export function makeTargetGroup({ call, vpcId }: AwsNetwork, Name: string): string {
  const { TargetGroups } = call("elasticloadbalancing", "CreateTargetGroup", {
    Name,
    Protocol: "HTTP",
    Port: 8080,
    VpcId: vpcId,
    TargetType: "ip",
    HealthCheckPath: "/healthz",
  });
  return TargetGroups[0]!.TargetGroupArn;
}
