import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { GroupIdentifier } from "./records.ts";
import { defaultSecurityGroup } from "./security-group.ts";
import { ec2State } from "./state.ts";

/** Security groups per interface: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GROUPS_PER_INTERFACE = 5;

/**
 * The security groups of an interface in a VPC; the VPC's own where none are named.
 *
 * @throws AwsError for too many, missing ones, or one of another VPC.
 */
export function groupsFor(
  cloud: Cloud,
  vpcId: string,
  ids: readonly string[] | undefined,
): GroupIdentifier[] {
  const wanted = ids === undefined || ids.length === 0 ? [defaultSecurityGroup(cloud, vpcId).GroupId] : ids;
  if (wanted.length > MAX_GROUPS_PER_INTERFACE) {
    throw new AwsError(
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  }
  return wanted.map((id) => {
    const { GroupId, GroupName, VpcId } = ec2State(cloud).securityGroups.get(id);
    if (VpcId !== vpcId) {
      throw new AwsError(
        "InvalidGroup.NotFound",
        "You have specified two resources that belong to different networks.",
      );
    }
    return { GroupId, GroupName };
  });
}
