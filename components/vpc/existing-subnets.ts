import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { problemAt, type ArgKey, type ProblemOf } from "../shared/problem.ts";
import type { ExistingVpc, VpcArgs } from "./args.ts";

/** What a subnet lookup must say about each given subnet. */
export interface FoundSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly mapPublicIpOnLaunch: boolean;
}

/** What a lookup must say of the VPC. */
export interface FoundVpc {
  readonly id: string;
  readonly enableDnsHostnames: boolean;
  readonly enableDnsSupport: boolean;
}

/** A VPC and its subnets of each kind, as AWS describes them. */
export interface FoundNetwork {
  readonly vpc: FoundVpc;
  readonly public: readonly FoundSubnet[];
  readonly private: readonly FoundSubnet[];
}

/** What stands in the subnets. */
export interface SubnetUse {
  /** Whether there are nodes in the public ones. */
  readonly publicNodes: boolean;
}

/**
 * Looks the given subnets up, and passes them on only if they fit together; else everything that waits for them
 * fails with an ArgsError, at preview already if the ids are known there.
 */
export function lookUpSubnets(
  parent: pulumi.Resource,
  name: string,
  existing: ExistingVpc,
): pulumi.Output<FoundNetwork> {
  const opts = { parent };
  const lookUp = (ids: readonly pulumi.Input<string>[]) =>
    pulumi.all(ids.map((id) => aws.ec2.getSubnetOutput({ id }, opts)));
  return pulumi
    .all([
      aws.ec2.getVpcOutput({ id: existing.vpcId }, opts),
      lookUp(existing.publicSubnetIds ?? []),
      lookUp(existing.privateSubnetIds ?? []),
    ])
    .apply(([vpc, publicSubnets, privateSubnets]) => {
      const found = { vpc, public: publicSubnets, private: privateSubnets };
      refuseProblems("Vpc", name, existingNetworkProblems(found, { publicNodes: false }));
      return found;
    });
}

/** Looks up a VPC of known ids, for those who want to know before they construct anything. */
export async function findExistingNetwork(existing: {
  readonly [Key in keyof ExistingVpc]: pulumi.Unwrap<ExistingVpc[Key]>;
}): Promise<FoundNetwork> {
  const lookUp = (ids: readonly string[]) => Promise.all(ids.map((id) => aws.ec2.getSubnet({ id })));
  const [vpc, publicSubnets, privateSubnets] = await Promise.all([
    aws.ec2.getVpc({ id: existing.vpcId }),
    lookUp(existing.publicSubnetIds ?? []),
    lookUp(existing.privateSubnetIds ?? []),
  ]);
  return { vpc, public: publicSubnets, private: privateSubnets };
}

/** What is wrong with a network that was found. */
export function existingNetworkProblems(found: FoundNetwork, use: SubnetUse): ProblemOf<VpcArgs>[] {
  return [
    ...dnsProblems(found.vpc),
    ...foreignSubnets(found),
    ...zoneProblems(found),
    ...(use.publicNodes ? addressProblems(found) : []),
  ];
}

function existingProblem(
  keys: readonly [keyof ExistingVpc, ...ArgKey[]],
  reason: string,
): ProblemOf<VpcArgs> {
  return problemAt(["existing", ...keys], reason);
}

/** Nodes find the private endpoint of their cluster by its name in the VPC. */
function dnsProblems(vpc: FoundVpc): ProblemOf<VpcArgs>[] {
  const missing = (["enableDnsSupport", "enableDnsHostnames"] as const).filter(
    (attribute) => !vpc[attribute],
  );
  if (missing.length === 0) return [];
  const are = missing.length > 1 ? "are" : "is";
  return [
    existingProblem(
      ["vpcId"],
      `is ${vpc.id}, whose ${missing.join(" and ")} ${are} off, but nodes find their cluster by DNS; turn on both`,
    ),
  ];
}

function foreignSubnets({ vpc, ...found }: FoundNetwork): ProblemOf<VpcArgs>[] {
  return (["public", "private"] as const).flatMap((kind) =>
    found[kind].flatMap(({ id, vpcId }, index) =>
      vpcId === vpc.id
        ? []
        : existingProblem(
            [`${kind}SubnetIds`, index],
            `is ${id}, a subnet of ${vpcId}; use subnets of existing.vpcId, ${vpc.id}`,
          ),
    ),
  );
}

function zoneProblems(found: FoundNetwork): ProblemOf<VpcArgs>[] {
  const kind = found.public.length > 0 ? "public" : "private";
  const zones = new Set(found[kind].map((subnet) => subnet.availabilityZone));
  if (zones.size > 1) return [];
  const reason = `are all in ${[...zones].join()}; a load balancer needs subnets in two zones or more`;
  return [existingProblem([`${kind}SubnetIds`], reason)];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html: public nodes need public addresses. */
function addressProblems(found: FoundNetwork): ProblemOf<VpcArgs>[] {
  return found.public.flatMap(({ id, mapPublicIpOnLaunch }, index) =>
    mapPublicIpOnLaunch
      ? []
      : existingProblem(
          ["publicSubnetIds", index],
          `is ${id}, which gives instances no public addresses, so that nodes there would reach nothing; ` +
            "turn on its mapPublicIpOnLaunch, or put node groups into private subnets",
        ),
  );
}
