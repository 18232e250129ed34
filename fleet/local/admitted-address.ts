import { blockOf, containsAddress, formatAddress, parseAddress, sizeOf } from "../../sim/aws/ec2/cidr.ts";
import type { Cloud } from "../../sim/core/cloud.ts";

/** Where requests really come from. */
export const LOOPBACK = "127.0.0.1";

/**
 * The address from which requests may come to a load balancer's port: our own where its security groups let everybody
 * in, else one of the first block that they let in.
 */
export function admittedAddress(cloud: Cloud, loadBalancerArn: string, port: number): string {
  const blocks = admittedBlocks(cloud, loadBalancerArn, port);
  const [first] = blocks;
  if (first === undefined || blocks.some((block) => containsAddress(block, parseAddress(LOOPBACK)!))) {
    return LOOPBACK;
  }
  // The first address of a block is the network's own name.
  return formatAddress(sizeOf(first) > 2 ? first.first + 1 : first.first);
}

function admittedBlocks(cloud: Cloud, LoadBalancerArn: string, port: number) {
  const { LoadBalancers } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {
    LoadBalancerArns: [LoadBalancerArn],
  });
  const GroupIds = LoadBalancers.flatMap(({ SecurityGroups }) => SecurityGroups);
  const { SecurityGroups } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", { GroupIds });
  return SecurityGroups.flatMap(({ IpPermissions }) => IpPermissions)
    .filter(
      ({ IpProtocol, FromPort = port, ToPort = port }) =>
        ["tcp", "-1"].includes(IpProtocol ?? "") && FromPort <= port && port <= ToPort,
    )
    .flatMap(({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => blockOf(CidrIp!)));
}
