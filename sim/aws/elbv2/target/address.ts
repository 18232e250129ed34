/** Which instances and addresses can be targets, and where they are. */
import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import { blockOf, containsAddress, parseAddress } from "../../ec2/cidr.ts";
import { interfacesOf } from "../../ec2/network-interface-attachment.ts";
import { ec2State } from "../../ec2/state.ts";
import { validationError } from "../errors.ts";
import type { TargetGroupRecord } from "../records.ts";
import type { TargetDescription } from "../shapes.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].map(blockOf);

/** Refuses an instance that does not run in the target group's VPC. */
export function checkInstance(cloud: Cloud, group: TargetGroupRecord, { Id: id }: TargetDescription): void {
  const instance = ec2State(cloud).instances.find(id);
  if (instance === undefined) throw new AwsError("InvalidTarget", `The instance ID '${id}' does not exist`);
  if (instance.VpcId !== group.vpcId) {
    throw new AwsError(
      "InvalidTarget",
      `The following targets are not in the target group VPC '${group.vpcId}': '${id}'`,
    );
  }
  if (instance.State !== "running") {
    throw new AwsError(
      "InvalidTarget",
      `The following targets are not in a running state and cannot be registered: '${id}'`,
    );
  }
}

/**
 * The zone of an IP target: that of its subnet, or `all` for an address outside of the VPC's subnets.
 *
 * The words are those of https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3714 and
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/561, which show too that the service looks
 * at the subnets, not at the VPC's CIDR blocks.
 * @throws AwsError ValidationError
 */
export function zoneOfAddress(
  cloud: Cloud,
  group: TargetGroupRecord,
  { Id: address, AvailabilityZone: wanted }: TargetDescription,
): string {
  const number = parseAddress(address);
  if (number === undefined) throw validationError(`The IP address '${address}' is not a valid IPv4 address`);
  const subnet = ec2State(cloud).subnets.where(
    ({ VpcId, CidrBlock }) => VpcId === group.vpcId && containsAddress(blockOf(CidrBlock), number),
  )[0];
  if (subnet !== undefined) {
    const zone = subnet.AvailabilityZone;
    if (wanted === undefined || wanted === zone) return zone;
    throw validationError(
      `The IP address '${address}' is within the VPC, and cannot have its Availability Zone overridden to '${wanted}' from '${zone}'`,
    );
  }
  if (wanted === undefined) {
    throw validationError(
      `The Availability Zone is required for IP address '${address}' because it is not in the VPC`,
    );
  }
  if (wanted !== "all") {
    throw validationError(
      `You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '${address}' is outside the VPC`,
    );
  }
  if (!PRIVATE_BLOCKS.some((block) => containsAddress(block, number))) {
    throw validationError(`The IP address '${address}' must be a private address (RFC 1918 or RFC 6598)`);
  }
  return wanted;
}

/** The address that the load balancer connects to; undefined for an instance that is gone. */
export function addressOf(
  cloud: Cloud,
  group: TargetGroupRecord,
  target: { readonly id: string },
): string | undefined {
  return group.targetType === "ip" ? target.id : interfacesOf(cloud, target.id)[0]?.PrivateIpAddress;
}
