import type { Cloud } from "../../../core/cloud.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { blockOf, containsBlock, overlaps, parseBlock } from "../../ec2/cidr.ts";
import type { SubnetDescription } from "../../ec2/subnet.ts";
import { zonesOf } from "../../ec2/zones.ts";
import { eksService } from "../caller.ts";
import type { CreateClusterRequest, VpcConfigRequest } from "./requests.ts";
import {
  invalidParameter,
  resourceInUse,
  resourceLimitExceeded,
  unsupportedAvailabilityZone,
} from "../errors.ts";
import { fromEc2 } from "../from-ec2.ts";
import { kubernetesRelease } from "../kubernetes-versions.ts";
import { checkLogging } from "./logging.ts";
import { managedPoliciesOf, requiredRole, trustsService } from "../role-checks.ts";
import { eksState } from "../state.ts";
import { checkEnum, constraintViolation } from "../validation.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_CLUSTERS = 100;
const MAX_SECURITY_GROUPS = 4;
/** Addresses that each subnet must have free for the control plane's interfaces. */
const FREE_ADDRESSES = 5;

/**
 * Checks a request for a new cluster.
 *
 * The words about roles are those that Terraform's AWS provider waits out, see its `internal/service/eks/cluster.go`.
 * @returns the subnets with their VPC.
 */
export function checkCreateCluster(
  cloud: Cloud,
  request: CreateClusterRequest,
): { readonly subnets: SubnetDescription[]; readonly vpcId: string } {
  checkName(request.name);
  if (eksState(cloud).clusters.has(request.name)) {
    throw resourceInUse(`Cluster already exists with name: ${request.name}`);
  }
  if (eksState(cloud).clusters.size >= MAX_CLUSTERS) {
    throw resourceLimitExceeded("Cluster limit exceeded for account");
  }
  if (request.version !== undefined) kubernetesRelease(request.version);
  checkLogging(request.logging);
  checkAccess(request);
  checkClusterRole(cloud, request.roleArn);
  checkEndpointAccess(request.resourcesVpcConfig);
  const subnets = checkSubnets(cloud, request.resourcesVpcConfig.subnetIds ?? []);
  checkZones(cloud, request.name, subnets);
  const vpcId = subnets[0]!.VpcId;
  checkSecurityGroups(cloud, vpcId, request.resourcesVpcConfig.securityGroupIds ?? []);
  checkServiceCidr(cloud, vpcId, request.kubernetesNetworkConfig?.serviceIpv4Cidr);
  return { subnets, vpcId };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
function checkName(name: string): void {
  if (name.length < 1 || name.length > 100) {
    throw constraintViolation("name", name, "Member must have length between 1 and 100, inclusive");
  }
  const pattern = "^[0-9A-Za-z][A-Za-z0-9\\-_]*";
  if (!new RegExp(`${pattern}$`).test(name)) {
    throw constraintViolation("name", name, `Member must satisfy regular expression pattern: ${pattern}`);
  }
}

function checkAccess({ accessConfig, upgradePolicy }: CreateClusterRequest): void {
  // The API's default; the console chooses EKS API alone.
  const { authenticationMode = "CONFIG_MAP" } = accessConfig ?? {};
  if (authenticationMode !== "API") {
    throw new NotSimulated("eks:CreateCluster", `authentication mode ${authenticationMode}`);
  }
  if (upgradePolicy !== undefined) {
    checkEnum("upgradePolicy.supportType", upgradePolicy.supportType, ["STANDARD", "EXTENDED"]);
  }
}

function checkClusterRole(cloud: Cloud, roleArn: string): void {
  const role = requiredRole(cloud, roleArn);
  if (!trustsService(role, "eks.amazonaws.com")) {
    throw invalidParameter("Role could not be assumed because the trusted entity is not correct");
  }
  if (!managedPoliciesOf(cloud, role).includes("AmazonEKSClusterPolicy")) {
    const policy = `arn:${cloud.partition}:iam::aws:policy/AmazonEKSClusterPolicy`;
    throw invalidParameter(
      `The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: ${policy}`,
    );
  }
}

/** @throws AwsError when nobody could reach the API server. */
export function checkEndpointAccess(config: VpcConfigRequest): void {
  if (config.endpointPublicAccess === false && config.endpointPrivateAccess !== true) {
    throw invalidParameter("Private and public endpoint access cannot be false");
  }
  for (const cidr of config.publicAccessCidrs ?? []) {
    if (parseBlock(cidr) === undefined) {
      throw invalidParameter(`The following CIDRs are invalid in publicAccessCidrs: [${cidr}]`);
    }
  }
}

/** @throws AwsError unless the subnets are there, in one VPC, in two zones at least, each with free addresses. */
export function checkSubnets(cloud: Cloud, subnetIds: readonly string[]): SubnetDescription[] {
  const subnets = fromEc2(
    () => cloud.call(eksService, "ec2", "DescribeSubnets", { SubnetIds: [...subnetIds] }).Subnets,
  );
  if (new Set(subnets.map(({ VpcId }) => VpcId)).size > 1) {
    throw invalidParameter("Subnets specified must belong to the same VPC");
  }
  if (new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2) {
    throw invalidParameter("Subnets specified must be in at least two different AZs");
  }
  const full = subnets.filter((subnet) => subnet.AvailableIpAddressCount < FREE_ADDRESSES);
  if (full.length > 0) {
    const list = full.map((subnet) => `${subnet.SubnetId} Free IPs: ${subnet.AvailableIpAddressCount} `);
    throw invalidParameter(
      `Provided subnets ${list.join("")}, need at least ${FREE_ADDRESSES} IPs in each subnet to be free for this operation`,
    );
  }
  return subnets;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets */
const ZONES_WITHOUT_CONTROL_PLANE = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Neither Local Zones nor the oldest zones of some regions take a control plane. */
function checkZones(cloud: Cloud, name: string, subnets: readonly SubnetDescription[]): void {
  const good = zonesOf(cloud.region).filter(({ id }) => !ZONES_WITHOUT_CONTROL_PLANE.includes(id));
  const names = good.map((zone) => zone.name);
  const bad = subnets.find(({ AvailabilityZone }) => !names.includes(AvailabilityZone));
  if (bad === undefined) return;
  throw unsupportedAvailabilityZone(
    `Cannot create cluster '${name}' because ${bad.AvailabilityZone}, the targeted availability zone, ` +
      `does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${names.join(", ")}`,
  );
}

/**
 * The zones of the creation stay: https://github.com/aws/containers-roadmap/issues/2258
 *
 * @throws AwsError when a control plane would get or lose a zone.
 */
export function checkSameZones(before: readonly InZone[], after: readonly InZone[]): void {
  const [present, wanted] = [zoneList(before), zoneList(after)];
  if (present === wanted) return;
  throw invalidParameter(
    `Provided subnets belong to the AZs '${wanted}'. But they should belong to the exact set of AZs '${present}' in which subnets were provided during cluster creation.`,
  );
}

interface InZone {
  readonly AvailabilityZone: string;
}

function zoneList(subnets: readonly InZone[]): string {
  return [...new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone))].sort().join(",");
}

/** @throws AwsError for groups that are not there, in another VPC, or too many. */
export function checkSecurityGroups(cloud: Cloud, vpcId: string, groupIds: readonly string[]): void {
  if (groupIds.length > MAX_SECURITY_GROUPS) {
    throw invalidParameter(`The maximum number of security groups is ${MAX_SECURITY_GROUPS}`);
  }
  const groups = fromEc2(
    () => cloud.call(eksService, "ec2", "DescribeSecurityGroups", { GroupIds: [...groupIds] }).SecurityGroups,
  );
  const elsewhere = groups.find((group) => group.VpcId !== vpcId);
  if (elsewhere !== undefined) {
    throw invalidParameter(
      `Security group(s) [${elsewhere.GroupId}] are not in the same VPC as the subnets. Please specify a security group that is associated with the VPC: ${vpcId}.`,
    );
  }
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
function checkServiceCidr(cloud: Cloud, vpcId: string, cidr: string | undefined): void {
  if (cidr === undefined) return;
  const block = parseBlock(cidr);
  const isPrivate =
    block !== undefined &&
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some((range) => containsBlock(blockOf(range), block));
  if (block === undefined || !isPrivate || block.prefixLength < 12 || block.prefixLength > 24) {
    throw invalidParameter(
      `The specified service CIDR block ${cidr} is invalid: it must be a private block (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) between /24 and /12`,
    );
  }
  const [vpc] = cloud.call(eksService, "ec2", "DescribeVpcs", { VpcIds: [vpcId] }).Vpcs;
  if (vpc !== undefined && overlaps(blockOf(vpc.CidrBlock), block)) {
    throw invalidParameter(
      `The service CIDR block ${cidr} overlaps with the VPC's CIDR block ${vpc.CidrBlock}`,
    );
  }
}
