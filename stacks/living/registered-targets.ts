import * as aws from "@pulumi/aws";
import { parseCidr } from "../../components/shared/cidr.ts";

/** A target group as Cloud Control shows it, as far as it is read here. */
interface TargetGroup {
  readonly TargetType: string;
  readonly VpcId: string;
  readonly Targets?: readonly { readonly Id: string; readonly Port?: number }[];
}

/** A network interface as Cloud Control shows it: the functions of EC2 leave its prefixes out. */
interface PrefixedInterface {
  readonly Ipv4Prefixes?: readonly { readonly Ipv4Prefix: string }[];
}

/** What a target is and who has it: an instance, or nobody that AWS knows. */
interface Owner {
  readonly target: string;
  readonly instanceId: string | undefined;
}

/** Values of one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
const MAX_FILTER_VALUES = 200;

/**
 * The clusters that have targets in a target group: names, in alphabetical order. A target that no node of a cluster has is
 * named by its address or instance id. A target group that is not there has none.
 *
 * Whoever runs it needs `cloudformation:GetResource`, the permissions `elasticloadbalancing:Describe*` of target groups, and
 * `ec2:DescribeNetworkInterfaces` and `ec2:DescribeInstances`.
 */
export async function clustersRegistered(targetGroupArn: string): Promise<string[]> {
  const group = await showGroup(targetGroupArn);
  const targets = [...new Set(group?.Targets?.map(({ Id }) => Id))];
  if (group === undefined || targets.length === 0) return [];
  const owners =
    group.TargetType === "instance"
      ? targets.map((target) => ({ target, instanceId: target }))
      : await ownersOf(group.VpcId, targets);
  const clusterOf = once(clusterOfInstance);
  const names = await Promise.all(
    owners.map(async ({ target, instanceId }) => (instanceId && (await clusterOf(instanceId))) ?? target),
  );
  return [...new Set(names)].sort();
}

/**
 * The ports at which nodes of a cluster are targets, each once; none where pods are the targets. Whoever runs it needs what
 * {@link clustersRegistered} needs.
 */
export async function nodePortsRegistered(targetGroupArn: string, clusterName: string): Promise<number[]> {
  const group = await showGroup(targetGroupArn);
  if (group?.TargetType !== "instance") return [];
  const clusterOf = once(clusterOfInstance);
  const ports = await Promise.all(
    (group.Targets ?? []).map(async ({ Id, Port }) =>
      (await clusterOf(Id)) === clusterName ? Port : undefined,
    ),
  );
  return [...new Set(ports.filter((port) => port !== undefined))];
}

/** The cluster that an instance is a node of: https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html */
async function clusterOfInstance(instanceId: string): Promise<string | undefined> {
  const found = await unlessGone(() => aws.ec2.getInstance({ instanceId }));
  if (found === undefined) return undefined;
  const { tags } = found;
  const owned = Object.keys(tags).find((key) => key.startsWith("kubernetes.io/cluster/"));
  return tags["eks:cluster-name"] ?? owned?.slice("kubernetes.io/cluster/".length);
}

/** Nodes have the addresses of their pods: one by one, or in prefixes. */
async function ownersOf(vpcId: string, addresses: readonly string[]): Promise<Owner[]> {
  const inVpc = { name: "vpc-id", values: [vpcId] };
  const named = await Promise.all(
    chunks(addresses).map((values) => interfaces([inVpc, { name: "addresses.private-ip-address", values }])),
  );
  const owners = addresses.map((target) => ({ target, instanceId: instanceWith(named.flat(), target) }));
  if (owners.every(({ instanceId }) => instanceId !== undefined)) return owners;
  const prefixes = await prefixesOfNodes(await interfaces([inVpc, { name: "status", values: ["in-use"] }]));
  return owners.map(({ target, instanceId }) => ({
    target,
    instanceId: instanceId ?? prefixes.find(({ prefix }) => contains(prefix, target))?.instanceId,
  }));
}

type Interface = aws.ec2.GetNetworkInterfaceResult;

async function interfaces(
  filters: aws.ec2.GetNetworkInterfacesArgs["filters"] & object,
): Promise<Interface[]> {
  const { ids } = await aws.ec2.getNetworkInterfaces({ filters });
  return Promise.all(ids.map((id) => aws.ec2.getNetworkInterface({ id })));
}

function instanceWith(found: readonly Interface[], address: string): string | undefined {
  return instanceOf(found.find(({ privateIps }) => privateIps.includes(address)));
}

/** Interfaces of load balancers and other services are attached to no instance of the account. */
function instanceOf(eni: Interface | undefined): string | undefined {
  return eni?.attachments[0]?.instanceId || undefined;
}

async function prefixesOfNodes(
  found: readonly Interface[],
): Promise<{ readonly prefix: string; readonly instanceId: string }[]> {
  const shown = await Promise.all(
    found.map(async (eni) => {
      const instanceId = instanceOf(eni);
      if (instanceId === undefined) return [];
      const { Ipv4Prefixes = [] } =
        (await show<PrefixedInterface>("AWS::EC2::NetworkInterface", eni.id)) ?? {};
      return Ipv4Prefixes.map(({ Ipv4Prefix: prefix }) => ({ prefix, instanceId }));
    }),
  );
  return shown.flat();
}

function showGroup(arn: string): Promise<TargetGroup | undefined> {
  return show("AWS::ElasticLoadBalancingV2::TargetGroup", arn);
}

/** What Cloud Control says of an object; undefined for one that is not there. */
async function show<T>(typeName: string, identifier: string): Promise<T | undefined> {
  const found = await unlessGone(() => aws.cloudcontrol.getResource({ typeName, identifier }));
  return found && (JSON.parse(found.properties) as T);
}

/** Undefined for what is not there, in the provider's words. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (/couldn't find resource|returned no results/.test((error as Error).message)) return undefined;
    throw error;
  }
}

function contains(prefix: string, address: string): boolean {
  const block = parseCidr(prefix);
  const single = parseCidr(`${address}/32`);
  return block !== undefined && single?.isInSubnet(block) === true;
}

function chunks(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / MAX_FILTER_VALUES) }, (_, index) =>
    values.slice(index * MAX_FILTER_VALUES, (index + 1) * MAX_FILTER_VALUES),
  );
}

/** Asks once for each key. */
function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
