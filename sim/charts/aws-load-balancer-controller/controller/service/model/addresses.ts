import { blockOf, containsAddress, parseAddress } from "../../../../../aws/ec2/cidr.ts";
import type { SubnetMapping } from "../../../../../aws/elbv2/shapes.ts";
import type { Scheme } from "../../model.ts";
import { listOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";

/** Addresses that annotations fix, by subnet. Facts: pkg/service/model_build_load_balancer.go. */
export function fixedAddresses(
  context: BuildContext,
  scheme: Scheme,
  subnetIds: readonly string[],
): Readonly<Record<string, SubnetMapping>> {
  const elastic = listOf(context.annotations, "aws-load-balancer-eip-allocations");
  const fixed = listOf(context.annotations, "aws-load-balancer-private-ipv4-addresses");
  if (elastic !== undefined) {
    refuse(
      scheme !== "internet-facing",
      "EIP allocations can only be set for internet facing load balancers",
    );
    refuseCount("EIP allocations", elastic, subnetIds);
    return Object.fromEntries(subnetIds.map((id, index) => [id, { AllocationId: elastic[index]! }]));
  }
  if (fixed === undefined) return {};
  refuse(scheme !== "internal", "private IPv4 addresses can only be set for internal load balancers");
  refuseCount("private IPv4 addresses", fixed, subnetIds);
  return privateAddresses(context, fixed, subnetIds);
}

function privateAddresses(
  { aws }: BuildContext,
  addresses: readonly string[],
  subnetIds: readonly string[],
): Readonly<Record<string, SubnetMapping>> {
  const { Subnets } = aws.call("ec2", "DescribeSubnets", { SubnetIds: [...subnetIds] });
  const placed = Subnets.map(({ SubnetId, CidrBlock }) => {
    const block = blockOf(CidrBlock);
    const within = addresses.filter((address) => containsAddress(block, parseAddress(address) ?? -1));
    refuse(within.length !== 1, `expect one private IPv4 address configured for subnet: ${SubnetId}`);
    return [SubnetId, { PrivateIPv4Address: within[0]! }] as const;
  });
  return Object.fromEntries(placed);
}

function refuseCount(what: string, given: readonly string[], subnetIds: readonly string[]): void {
  const words = `count of ${what} (${given.length}) and subnets (${subnetIds.length}) must match`;
  refuse(given.length !== subnetIds.length, words);
}

function refuse(isWrong: boolean, words: string): void {
  if (isWrong) throw new Error(words);
}
