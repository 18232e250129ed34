/** Where a load balancer may be: its subnets and security groups. */
import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import { isAssociated } from "../../ec2/address.ts";
import { gatewayOf } from "../../ec2/internet-gateway.ts";
import { defaultSecurityGroup } from "../../ec2/security-group.ts";
import { ec2State } from "../../ec2/state.ts";
import type { Subnet } from "../../ec2/records.ts";
import { freeAddresses } from "../../ec2/subnet.ts";
import { invalidConfiguration, notInEnum, validationError } from "../errors.ts";
import type { LoadBalancerType } from "../arns.ts";
import type { SubnetMapping } from "../shapes.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const MIN_FREE_ADDRESSES = 8;
const MIN_ZONES = { application: 2, network: 1 };

const IP_ADDRESS_TYPES = ["ipv4", "dualstack", "dualstack-without-public-ipv4"];

/** The subnet parameters of CreateLoadBalancer and SetSubnets. */
export interface SubnetsInput {
  readonly Subnets?: readonly string[] | undefined;
  readonly SubnetMappings?: readonly SubnetMapping[] | undefined;
}

/**
 * The subnets that a request names, in its order.
 *
 * @throws AwsError unless they lie in enough zones of one VPC, one in each, with room for the load balancer.
 */
export function resolveSubnets(
  cloud: Cloud,
  { Subnets: ids, SubnetMappings: mappings }: SubnetsInput,
  {
    type,
    scheme,
    present = [],
  }: {
    readonly type: LoadBalancerType;
    readonly scheme: string;
    /** Ids of subnets that the load balancer has already; they need no free addresses. */
    readonly present?: readonly string[];
  },
): Subnet[] {
  if (ids !== undefined && mappings !== undefined) {
    throw validationError("Subnets and subnet mappings cannot be specified at the same time");
  }
  for (const mapping of mappings ?? []) {
    if (!present.includes(mapping.SubnetId ?? "")) checkAddresses(cloud, type, mapping);
  }
  const wanted = ids ?? (mappings ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
  const subnets = wanted.map((id) => {
    const subnet = ec2State(cloud).subnets.find(id);
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    if (subnet === undefined) throw new AwsError("SubnetNotFound", `The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  if (zones.size < subnets.length) {
    throw invalidConfiguration(
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  }
  if (subnets.length === 0 && type === "network") throw validationError("A subnet must be specified");
  if (zones.size < MIN_ZONES[type]) {
    throw validationError("At least two subnets in two different Availability Zones must be specified");
  }
  checkVpc(cloud, subnets, scheme);
  for (const subnet of subnets) {
    if (!present.includes(subnet.SubnetId) && freeAddresses(cloud, subnet) < MIN_FREE_ADDRESSES) {
      throw new AwsError(
        "InvalidSubnet",
        `Not enough IP space available in ${subnet.SubnetId}. ELB requires at least ${MIN_FREE_ADDRESSES} free IP addresses in each subnet.`,
      );
    }
  }
  return subnets;
}

/** What a request says of one subnet. */
export function mappingOf(
  { SubnetMappings = [] }: SubnetsInput,
  subnetId: string,
): SubnetMapping | undefined {
  return SubnetMappings.find(({ SubnetId }) => SubnetId === subnetId);
}

/** @throws AwsError for an elastic address that is not there or not free. */
function checkAddresses(
  cloud: Cloud,
  type: LoadBalancerType,
  { AllocationId, PrivateIPv4Address, IPv6Address }: SubnetMapping,
): void {
  const isFixed = AllocationId !== undefined || PrivateIPv4Address !== undefined;
  if (IPv6Address !== undefined || (isFixed && type === "application")) {
    throw new NotSimulated("elasticloadbalancing:CreateLoadBalancer", "SubnetMappings with addresses");
  }
  if (AllocationId === undefined) return;
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  if (ec2State(cloud).addresses.find(AllocationId) === undefined) {
    throw new AwsError("AllocationIdNotFound", `The allocation IDs '${AllocationId}' do not exist`);
  }
  if (isAssociated(cloud, AllocationId)) {
    throw new AwsError("ResourceInUse", "The allocation IDs are not available for use");
  }
}

function checkVpc(cloud: Cloud, subnets: readonly Subnet[], scheme: string): void {
  const [vpcId = "", ...others] = new Set(subnets.map(({ VpcId }) => VpcId));
  if (others.length > 0) throw invalidConfiguration("All subnets must belong to the same VPC");
  if (scheme === "internet-facing" && gatewayOf(cloud, vpcId) === undefined) {
    throw new AwsError("InvalidSubnet", `VPC ${vpcId} has no internet gateway`);
  }
}

/**
 * The security groups that a request names. If it names none: for an Application Load Balancer the VPC's default group, for a
 * Network Load Balancer none.
 *
 * @throws AwsError
 */
export function resolveSecurityGroups(
  cloud: Cloud,
  type: LoadBalancerType,
  ids: readonly string[] | undefined,
  vpcId: string,
): readonly string[] {
  if (ids === undefined || ids.length === 0) {
    return type === "network" ? [] : [defaultSecurityGroup(cloud, vpcId).GroupId];
  }
  for (const id of ids) {
    const group = ec2State(cloud).securityGroups.find(id);
    if (group === undefined) {
      throw new AwsError("InvalidSecurityGroup", `Security group '${id}' does not exist`);
    }
    if (group.VpcId !== vpcId) throw invalidConfiguration("One or more security groups are invalid");
  }
  return ids;
}

/** @throws AwsError for types that need IPv6, which the simulated subnets do not have. */
export function checkIpAddressType(type: string): void {
  if (type === "ipv4") return;
  if (!IP_ADDRESS_TYPES.includes(type)) throw notInEnum(type, "ipAddressType", IP_ADDRESS_TYPES);
  throw validationError("You must specify subnets with an associated IPv6 CIDR block.");
}
