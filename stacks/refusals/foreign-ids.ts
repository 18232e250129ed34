import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { pathText } from "../../components/shared/problem.ts";
import { pathOf } from "../apps/app.ts";
import { ownBalancedApps } from "../apps/nlbs.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig, StackConfig } from "../config/stack-config.ts";
import { subnetIdsOf } from "../living/subnets.ts";
import { told } from "../living/told.ts";

/** Something that the configuration names by its id. */
interface Named {
  readonly kind: keyof typeof LOOK_UPS;
  readonly path: string;
  readonly id: string;
  /** Where a subnet must be. */
  readonly zone?: string;
  /** Of subnets of a load balancer: the key that lists them. */
  readonly balancer?: string;
}

/** Named, and what could be told of it. */
interface Looked extends Named {
  readonly known: { readonly found: Found | undefined } | undefined;
}

/** What AWS says of it. */
interface Found {
  readonly id: string;
  /** Undefined for what is in none. */
  readonly vpcId?: string;
  readonly availabilityZone?: string;
}

const LOOK_UPS = {
  "a subnet": (id: string) => aws.ec2.getSubnet({ id }),
  "a security group": (id: string) => aws.ec2.getSecurityGroup({ id }),
  "an elastic address": (id: string) => aws.ec2.getElasticIp({ id }),
} as const satisfies Readonly<Record<string, (id: string) => Promise<Found>>>;

/** What to do where the stack makes its VPC first. */
const FIRST = "name none until the stack has made its VPC, or set vpc.existing";

/**
 * Refuses subnets, security groups and elastic addresses that are not there, or elsewhere: AWS would refuse them after the
 * cluster has been made, and nodes with pods' subnets that are nowhere never get ready. So too tags of subnets that
 * none has, and two subnets of a zone for one load balancer.
 *
 * @param vpcId the VPC of the stack; undefined where there is none yet.
 * @throws ConfigError, before anything is registered.
 */
export async function refuseForeignIds(config: StackConfig, vpcId: string | undefined): Promise<void> {
  const named = [...namedByOwner(config), ...(config.role === "edge" ? [] : namedByCluster(config))];
  const looked = await Promise.all(named.map(lookAt));
  const found = looked.map((one) => problemsOf(one, vpcId));
  const problems = [
    ...found.flat(),
    ...twinProblems(looked.filter((_one, index) => found[index]!.length === 0)),
    ...(await tagProblems(config, vpcId)),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function namedByOwner(config: StackConfig): Named[] {
  if (config.role === "member") return [];
  return ofBalancer("ingress.subnetIds", config.ingress.subnetIds);
}

function namedByCluster(config: ClusterConfig): Named[] {
  return [...namedSubnets(config), ...namedSecurityGroups(config), ...namedAddresses(config)];
}

function namedSubnets({ podNetworking, controller }: ClusterConfig): Named[] {
  const { podSubnetIds = {} } = podNetworking.mode === "custom-networking" ? podNetworking : {};
  const ofPods = Object.entries(podSubnetIds as Readonly<Record<string, string>>).map(([zone, id]) => ({
    kind: "a subnet" as const,
    path: pathText(["podNetworking", "podSubnetIds", zone]),
    ...{ id, zone },
  }));
  const ofClass = controller.ingressClass?.subnets?.ids;
  return [...ofPods, ...ofBalancer("controller.ingressClass.subnets.ids", ofClass)];
}

function ofBalancer(balancer: string, ids: readonly unknown[] = []): Named[] {
  return listed("a subnet", balancer, ids).map((one) => ({ ...one, balancer }));
}

function namedSecurityGroups(config: ClusterConfig): Named[] {
  const { podNetworking, nodeSecurityGroupIds } = config;
  const { podSecurityGroupIds = [] } = podNetworking.mode === "custom-networking" ? podNetworking : {};
  return [
    ...listed("a security group", "podNetworking.podSecurityGroupIds", podSecurityGroupIds),
    ...listed("a security group", "nodeSecurityGroupIds", nodeSecurityGroupIds),
    ...ownBalancedApps(config).flatMap((app) =>
      listed("a security group", pathOf(app, "nlb.securityGroupIds"), app.entry.nlb.securityGroupIds ?? []),
    ),
  ];
}

function namedAddresses(config: ClusterConfig): Named[] {
  return ownBalancedApps(config).flatMap((app) => {
    const { addresses } = app.entry.nlb;
    const ids = addresses !== undefined && "allocationIds" in addresses ? addresses.allocationIds : [];
    return listed("an elastic address", pathOf(app, "nlb.addresses.allocationIds"), ids);
  });
}

function listed(kind: Named["kind"], path: string, ids: readonly unknown[]): Named[] {
  return ids.map((id, index) => ({ kind, path: pathText([path, index]), id: String(id) }));
}

/** A load balancer needs subnets of two zones: what AWS has is known where the VPC is. */
async function tagProblems({ controller }: StackConfig, vpcId: string | undefined): Promise<ConfigProblem[]> {
  const { tags } = controller.ingressClass?.subnets ?? {};
  if (tags === undefined || vpcId === undefined) return [];
  const path = "controller.ingressClass.subnets.tags";
  const ids = await told(`which subnets ${path} matches`, subnetIdsOf(vpcId, tags));
  if (ids === undefined || ids.length > 1) return [];
  const reason =
    `matches ${ids.length === 0 ? "no subnet" : `${ids[0]!} alone`} of ${vpcId}, and a load balancer needs subnets of two zones; ` +
    "tag them, or name them in ids";
  return [{ path, reason }];
}

async function lookAt(named: Named): Promise<Looked> {
  return { ...named, known: await told(`whether ${named.path} is there`, lookUp(named)) };
}

async function lookUp({ kind, id }: Named): Promise<Looked["known"]> {
  return { found: await ifThere<Found>(LOOK_UPS[kind](id)) };
}

function problemsOf({ path, kind, id, zone, known }: Looked, vpcId: string | undefined): ConfigProblem[] {
  if (known === undefined) return [];
  const { found } = known;
  const problem = (reason: string) => [{ path, reason: `is ${id}, ${reason}` }];
  if (found === undefined) return problem(`which is not there; name ${kind} that is`);
  if (found.vpcId !== undefined && found.vpcId !== vpcId) {
    return problem(
      `of ${found.vpcId}; ${vpcId === undefined ? FIRST : `name one of ${vpcId}, where the stack is`}`,
    );
  }
  if (zone === undefined || zone === found.availabilityZone) return [];
  return problem(`a subnet of ${found.availabilityZone}; name one of ${zone}`);
}

/** A load balancer is in one subnet of each zone. */
function twinProblems(subnets: readonly Looked[]): ConfigProblem[] {
  const zoneOf = ({ balancer, known }: Looked) => balancer && known?.found?.availabilityZone;
  return subnets.flatMap((one, index) => {
    const zone = zoneOf(one);
    const first = subnets.findIndex((other) => other.balancer === one.balancer && zoneOf(other) === zone);
    if (zone === undefined || first === index) return [];
    const reason = `is ${one.id}, a subnet of ${zone} as ${subnets[first]!.path} is; name one of each zone`;
    return [{ path: one.path, reason }];
  });
}
