import { ec2State } from "../../sim/aws/ec2/state.ts";
import { raiseQuota, type AdjustableQuota } from "../../sim/aws/elbv2/quotas.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { addAddress } from "../../sim/aws/ec2/address.ts";
import { addSubnet } from "../../sim/aws/ec2/subnet.ts";
import { mainRouteTable } from "../../sim/aws/ec2/route-table.ts";
import { serviceName } from "../../sim/aws/ec2/vpc-endpoint.ts";
import { addVpc } from "../../sim/aws/ec2/vpc.ts";
import { chartsOf } from "../../sim/charts/registry.ts";
import { defined } from "../../sim/core/defined.ts";
import { imagesOf } from "../../sim/kubernetes/image-registry.ts";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import { route53State } from "../../sim/aws/route53/state.ts";
import { addKey } from "../../sim/aws/kms/keys.ts";
import { AwsError, NotSimulated } from "../../sim/core/errors.ts";
import type { Tag } from "../../sim/aws/tags.ts";
import { UserError } from "../project/errors.ts";
import type { GivenFile } from "./read-given.ts";

type GivenVpc = GivenFile["vpcs"][number];
type GivenSubnet = GivenVpc["subnets"][number];

/** What AWS takes until a NAT gateway is there, and more. */
const NAT_GATEWAY_MS = 10 * 60_000;

/** Lets anybody of the account assume it, as nothing here does. */
function trustOf(cloud: Cloud): string {
  const Principal = { AWS: cloud.arn("iam", "root", { regional: false }) };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
}

/**
 * Makes in an empty cloud what a `--given` file says is there, as somebody who has nothing to do with the stacks.
 *
 * @throws UserError with everything that AWS would not have.
 */
export function putGiven(cloud: Cloud, given: GivenFile): void {
  const site: Site = { cloud, problems: [] };
  given.vpcs.forEach((vpc, index) => putVpc(site, vpc, `vpcs[${index}]`));
  given.keyPairs.forEach(({ name: KeyName, publicKey: PublicKeyMaterial }, index) =>
    attempt(site, `keyPairs[${index}]`, () => {
      cloud.call(cloud.administrator, "ec2", "ImportKeyPair", { KeyName, PublicKeyMaterial });
    }),
  );
  given.elasticAddresses.forEach(({ id }, index) => {
    putAddress(site, id, `elasticAddresses[${index}]`);
  });
  given.principals.forEach((arn, index) => putPrincipal(site, arn, `principals[${index}]`));
  given.hostedZones.forEach((zone, index) => {
    putZone(site, zone, `hostedZones[${index}]`);
  });
  for (const { repository, copyOf } of given.images) imagesOf(cloud).copies.set(repository, copyOf);
  for (const mirror of given.chartRepositories) chartsOf(cloud).mirrors.set(mirror.url, defined(mirror));
  for (const key of given.kmsKeys) addKey(cloud, defined(key));
  given.buckets.forEach((bucket, index) => {
    putBucket(site, bucket, `buckets[${index}]`);
  });
  given.topics.forEach((topic, index) => {
    putTopic(site, topic, `topics[${index}]`);
  });
  for (const [name, value] of Object.entries(given.quotas)) {
    if (value !== undefined) raiseQuota(cloud, name as AdjustableQuota, value);
  }
  if (site.problems.length > 0) throw UserError.forProblems(given.name, site.problems);
  cloud.clock.settle();
}

/** Where things are made, and what AWS would not have. */
interface Site {
  readonly cloud: Cloud;
  readonly problems: string[];
}

/** Makes one thing, and notes why it cannot be. */
function attempt({ problems }: Site, path: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof NotSimulated)) throw error;
    problems.push(`${path} is refused: ${error.message}`);
  }
}

function putVpc(site: Site, vpc: GivenVpc, path: string): void {
  const { cloud, problems } = site;
  if (ec2State(cloud).vpcs.has(vpc.id)) {
    problems.push(`${path}.id is ${vpc.id}, the id of an earlier VPC; give each its own`);
    return;
  }
  attempt(site, path, () => {
    addVpc(cloud, { CidrBlock: vpc.cidrBlock }, tagsOf(vpc), vpc.id);
    cloud.call(cloud.administrator, "ec2", "ModifyVpcAttribute", {
      VpcId: vpc.id,
      EnableDnsHostnames: { Value: vpc.enableDnsHostnames },
    });
  });
  if (!ec2State(cloud).vpcs.has(vpc.id)) return;
  vpc.secondaryCidrBlocks.forEach((CidrBlock, index) =>
    attempt(site, `${path}.secondaryCidrBlocks[${index}]`, () => {
      cloud.call(cloud.administrator, "ec2", "AssociateVpcCidrBlock", { VpcId: vpc.id, CidrBlock });
    }),
  );
  vpc.subnets.forEach((subnet, index) => putSubnet(site, vpc, subnet, `${path}.subnets[${index}]`));
  putRoutes(site, vpc, path);
  vpc.endpoints.forEach((service, index) => putEndpoint(site, vpc, service, `${path}.endpoints[${index}]`));
}

/** An endpoint that the whole VPC may use, in one closed subnet of each zone. */
function putEndpoint(site: Site, vpc: GivenVpc, service: string, path: string): void {
  const { cloud } = site;
  const closed = vpc.subnets.filter(({ route }) => route === "none");
  const zones = [...new Set(closed.map(({ availabilityZone }) => availabilityZone))];
  const SubnetIds = zones.map((zone) => closed.find(({ availabilityZone }) => availabilityZone === zone)!.id);
  const target = { VpcId: vpc.id, ServiceName: serviceName(cloud, service) };
  attempt(site, path, () => {
    const request =
      service === "s3"
        ? { ...target, RouteTableIds: [mainRouteTable(cloud, vpc.id).RouteTableId] }
        : {
            ...target,
            VpcEndpointType: "Interface" as const,
            SubnetIds,
            SecurityGroupIds: [endpointGroup(cloud, vpc)],
            PrivateDnsEnabled: true,
          };
    cloud.call(cloud.administrator, "ec2", "CreateVpcEndpoint", request);
  });
}

function endpointGroup(cloud: Cloud, { id: VpcId, cidrBlock: CidrIp }: GivenVpc): string {
  const GroupName = "endpoints";
  const groups = ec2State(cloud).securityGroups;
  const [present] = groups.where((group) => group.VpcId === VpcId && group.GroupName === GroupName);
  if (present !== undefined) return present.GroupId;
  const request = { VpcId, GroupName, Description: "Endpoints of the VPC" };
  const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", request);
  cloud.call(cloud.administrator, "ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] }],
  });
  return GroupId;
}

function putSubnet(site: Site, { id: VpcId }: GivenVpc, subnet: GivenSubnet, path: string): void {
  const { cloud, problems } = site;
  if (ec2State(cloud).subnets.has(subnet.id)) {
    problems.push(`${path}.id is ${subnet.id}, the id of an earlier subnet; give each its own`);
    return;
  }
  attempt(site, path, () => {
    const { cidrBlock: CidrBlock, availabilityZone: AvailabilityZone } = subnet;
    addSubnet(cloud, { VpcId, CidrBlock, AvailabilityZone }, tagsOf(subnet), subnet.id);
    if (!subnet.mapPublicIpOnLaunch) return;
    cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
      SubnetId: subnet.id,
      MapPublicIpOnLaunch: { Value: true },
    });
  });
}

/** A route table for the subnets of each way to the internet; subnets without one keep the VPC's main table. */
function putRoutes({ cloud, problems }: Site, { id: VpcId, subnets }: GivenVpc, path: string): void {
  const made = subnets.filter(({ id }) => ec2State(cloud).subnets.has(id));
  const behind = (route: GivenSubnet["route"]) => made.filter((subnet) => subnet.route === route);
  const [open] = behind("internet-gateway");
  const closed = behind("nat-gateway");
  if (open === undefined) {
    if (closed.length > 0) {
      problems.push(
        `${path}.subnets have route nat-gateway, but none has internet-gateway, where the NAT gateway would stand; add one`,
      );
    }
    return;
  }
  putTable(cloud, VpcId, behind("internet-gateway"), { GatewayId: internetGateway(cloud, VpcId) });
  if (closed.length > 0) putTable(cloud, VpcId, closed, { NatGatewayId: natGateway(cloud, open.id) });
}

function putTable(
  cloud: Cloud,
  VpcId: string,
  subnets: readonly GivenSubnet[],
  target: { readonly GatewayId: string } | { readonly NatGatewayId: string },
): void {
  const { RouteTable } = cloud.call(cloud.administrator, "ec2", "CreateRouteTable", { VpcId });
  const { RouteTableId } = RouteTable;
  const DestinationCidrBlock = "0.0.0.0/0";
  cloud.call(cloud.administrator, "ec2", "CreateRoute", { RouteTableId, DestinationCidrBlock, ...target });
  for (const { id: SubnetId } of subnets) {
    cloud.call(cloud.administrator, "ec2", "AssociateRouteTable", { RouteTableId, SubnetId });
  }
}

function internetGateway(cloud: Cloud, VpcId: string): string {
  const { InternetGateway } = cloud.call(cloud.administrator, "ec2", "CreateInternetGateway", {});
  const { InternetGatewayId } = InternetGateway;
  cloud.call(cloud.administrator, "ec2", "AttachInternetGateway", { InternetGatewayId, VpcId });
  return InternetGatewayId;
}

function natGateway(cloud: Cloud, SubnetId: string): string {
  const { AllocationId } = cloud.call(cloud.administrator, "ec2", "AllocateAddress", { Domain: "vpc" });
  const { NatGateway } = cloud.call(cloud.administrator, "ec2", "CreateNatGateway", {
    SubnetId,
    AllocationId,
  });
  cloud.clock.waitUntil(
    () => ec2State(cloud).natGateways.get(NatGateway.NatGatewayId).State === "available",
    NAT_GATEWAY_MS,
  );
  return NatGateway.NatGatewayId;
}

function putAddress(site: Site, id: string, path: string): void {
  if (ec2State(site.cloud).addresses.has(id)) {
    site.problems.push(`${path}.id is ${id}, the id of an earlier address; give each its own`);
  } else attempt(site, path, () => addAddress(site.cloud, {}, [], id));
}

function putPrincipal(site: Site, arn: string, path: string): void {
  const { cloud, problems } = site;
  const [, partition, , , account, resource = ""] = arn.split(":");
  if (account !== cloud.accountId || partition !== cloud.partition) {
    problems.push(
      `${path} is ${arn}, but the simulated account is ${cloud.accountId} in partition ${cloud.partition}; ` +
        "give accountId and the stacks' region to match",
    );
    return;
  }
  const [kind, ...segments] = resource.split("/");
  if (kind === "user") return;
  const RoleName = segments.at(-1) ?? "";
  const Path = ["", ...segments.slice(0, -1), ""].join("/");
  attempt(site, path, () => {
    cloud.call(cloud.administrator, "iam", "CreateRole", {
      RoleName,
      Path,
      AssumeRolePolicyDocument: trustOf(cloud),
    });
  });
}

function putZone({ cloud, problems }: Site, zone: GivenFile["hostedZones"][number], path: string): void {
  if (zone.id !== undefined && route53State(cloud).zones.has(zone.id)) {
    problems.push(`${path}.id is ${zone.id}, the id of an earlier zone; give each its own`);
  } else addHostedZone(cloud, defined(zone));
}

function putBucket(site: Site, { name: Bucket, policy }: GivenFile["buckets"][number], path: string): void {
  const { cloud } = site;
  attempt(site, path, () => {
    cloud.call(cloud.administrator, "s3", "CreateBucket", { Bucket });
    const Policy = JSON.stringify(policy ?? logsOfLoadBalancers(cloud, Bucket));
    cloud.call(cloud.administrator, "s3", "PutBucketPolicy", { Bucket, Policy });
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy */
function logsOfLoadBalancers({ partition, accountId }: Cloud, bucket: string): object {
  return {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: [`AWSLogs`, `*/AWSLogs`].map(
        (prefix) => `arn:${partition}:s3:::${bucket}/${prefix}/${accountId}/*`,
      ),
    },
  };
}

function putTopic(site: Site, { name: Name, policy }: GivenFile["topics"][number], path: string): void {
  const { cloud } = site;
  attempt(site, path, () => {
    const { TopicArn } = cloud.call(cloud.administrator, "sns", "CreateTopic", { Name });
    const AttributeValue = JSON.stringify(policy ?? alarmsOfAccount(cloud, TopicArn));
    const attribute = { TopicArn, AttributeName: "Policy", AttributeValue };
    cloud.call(cloud.administrator, "sns", "SetTopicAttributes", attribute);
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function alarmsOfAccount({ accountId }: Cloud, topicArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "SNS:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
  };
}

function tagsOf({ tags = {} }: { readonly tags?: Readonly<Record<string, string>> | undefined }): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
