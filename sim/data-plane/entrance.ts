/** How clients get into a load balancer. */
import { reachability, type Endpoint, type Reachability } from "../aws/ec2/reachability.ts";
import { ec2State } from "../aws/ec2/state.ts";
import type { ListenerRecord, LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";

export function listenersOf(cloud: Cloud, { arn }: LoadBalancerRecord): readonly ListenerRecord[] {
  return elbv2State(cloud).listeners.where(({ loadBalancerArn }) => loadBalancerArn === arn);
}

/** Whether security groups let somebody in. Those of all its network interfaces are the same. */
export function wayIn(
  cloud: Cloud,
  { subnets }: LoadBalancerRecord,
  from: Endpoint,
  port: number,
): Reachability {
  const eni = ec2State(cloud).networkInterfaces.get(subnets[0]!.networkInterfaceId);
  return reachability(cloud, { from, to: { address: eni.PrivateIpAddress, interface: eni }, port });
}
