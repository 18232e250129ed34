import * as aws from "@pulumi/aws";

/** Keys of tags, with the values that each may have. */
type TagFilters = Readonly<Record<string, readonly string[]>>;

/** Ids of the subnets of a VPC that have all of these tags. */
export async function taggedSubnets(vpcId: string, tags: TagFilters): Promise<readonly string[]> {
  const filters = Object.entries(tags).map(([key, values]) => ({ name: `tag:${key}`, values: [...values] }));
  const { ids } = await aws.ec2.getSubnets({ filters: [{ name: "vpc-id", values: [vpcId] }, ...filters] });
  return ids;
}
