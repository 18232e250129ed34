import * as aws from "@pulumi/aws";

/** Keys of tags, with the values that each may have. */
type TagFilters = Readonly<Record<string, readonly string[]>>;

/** Ids of the subnets of a VPC that have all of these tags. */
export async function subnetIdsOf(vpcId: string, tags: TagFilters = {}): Promise<readonly string[]> {
  const filters = Object.entries(tags).map(([key, values]) => ({ name: `tag:${key}`, values: [...values] }));
  const { ids } = await aws.ec2.getSubnets({ filters: [{ name: "vpc-id", values: [vpcId] }, ...filters] });
  return ids;
}

/** What AWS says of them. */
export async function subnetsOf(
  vpcId: string,
  tags: TagFilters = {},
): Promise<readonly aws.ec2.GetSubnetResult[]> {
  return describeSubnets(await subnetIdsOf(vpcId, tags));
}

/** @throws Error of the provider for one that is not there. */
export function describeSubnets(ids: readonly string[]): Promise<readonly aws.ec2.GetSubnetResult[]> {
  return Promise.all(ids.map((id) => aws.ec2.getSubnet({ id })));
}
