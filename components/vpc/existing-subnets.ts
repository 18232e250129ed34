import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems, type Problem } from "../shared/args-error.ts";
import type { ExistingVpc } from "./args.ts";

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
  component: string,
  existing: ExistingVpc,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundNetwork> {
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
      refuseProblems(component, existingNetworkProblems(found, { publicNodes: false }));
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
export function existingNetworkProblems(found: FoundNetwork, use: SubnetUse): Problem[] {
  return [
    ...dnsProblems(found.vpc),
    ...foreignSubnets(found),
    ...zoneProblems(found),
    ...(use.publicNodes ? addressProblems(found) : []),
  ];
}

/** Nodes find the private endpoint of their cluster by its name in the VPC. */
function dnsProblems(vpc: FoundVpc): Problem[] {
  const missing = (["enableDnsSupport", "enableDnsHostnames"] as const).filter(
    (attribute) => !vpc[attribute],
  );
  if (missing.length === 0) return [];
  return [
    {
      path: "existing.vpcId",
      reason: `is ${vpc.id}, whose ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} off, but nodes find their cluster by DNS; turn on both`,
    },
  ];
}

function foreignSubnets(found: FoundNetwork): Problem[] {
  return (["public", "private"] as const).flatMap((kind) =>
    found[kind].flatMap((subnet, index) =>
      subnet.vpcId === found.vpc.id
        ? []
        : [
            {
              path: `existing.${kind}SubnetIds[${index}]`,
              reason: `is ${subnet.id}, a subnet of ${subnet.vpcId}; use subnets of existing.vpcId, ${found.vpc.id}`,
            },
          ],
    ),
  );
}

function zoneProblems(found: FoundNetwork): Problem[] {
  const kind = found.public.length > 0 ? "public" : "private";
  const zones = new Set(found[kind].map((subnet) => subnet.availabilityZone));
  if (zones.size > 1) return [];
  return [
    {
      path: `existing.${kind}SubnetIds`,
      reason: `are all in ${[...zones].join()}; a load balancer needs subnets in two zones or more`,
    },
  ];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html: public nodes need public addresses. */
function addressProblems(found: FoundNetwork): Problem[] {
  return found.public.flatMap((subnet, index) =>
    subnet.mapPublicIpOnLaunch
      ? []
      : [
          {
            path: `existing.publicSubnetIds[${index}]`,
            reason:
              `is ${subnet.id}, which gives instances no public addresses, so that nodes there would reach nothing; ` +
              "turn on its mapPublicIpOnLaunch, or put node groups into private subnets",
          },
        ],
  );
}
