import {
  blockOf,
  containsAddress,
  containsBlock,
  formatAddress,
  parseAddress,
  parseBlock,
  sizeOf,
  type Block,
} from "../../../sim/aws/ec2/cidr.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { MADE_UP_HOST, type Origins } from "./sample-request.ts";

/** Where requests really come from. */
export const LOOPBACK = "127.0.0.1";

/**
 * The addresses from which requests may come to a load balancer's port: our own where its security groups let everybody
 * in, else one of each block that they let in.
 */
export function admittedOrigins(cloud: Cloud, loadBalancerArn: string, port: number): Origins {
  const blocks = admittedBlocks(cloud, loadBalancerArn, port);
  const anybody = blocks.some((block) => containsAddress(block, parseAddress(LOOPBACK)!));
  const [first, ...others] = anybody ? [] : blocks.map(addressOf);
  return {
    addresses: [first ?? LOOPBACK, ...others],
    hosts: [null, MADE_UP_HOST],
    addressIn: (cidrBlock) => {
      const wanted = parseBlock(cidrBlock);
      if (wanted === undefined) return undefined;
      const common = blocks.flatMap((block) => intersection(block, wanted));
      return common[0] && addressOf(common[0]);
    },
  };
}

/** Of two blocks that have an address in common, one is in the other. */
function intersection(one: Block, other: Block): Block[] {
  if (containsBlock(one, other)) return [other];
  return containsBlock(other, one) ? [one] : [];
}

/** The first address of a block is the network's own name. */
function addressOf(block: Block): string {
  return formatAddress(sizeOf(block) > 2 ? block.first + 1 : block.first);
}

function admittedBlocks(cloud: Cloud, LoadBalancerArn: string, port: number): Block[] {
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
