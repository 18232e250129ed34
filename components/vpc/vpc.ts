import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { ExistingVpc, NatStrategy, VpcArgs, VpcNodes } from "./args.ts";
import { vpcProblems } from "./check.ts";
import { createEndpoints } from "./endpoints.ts";
import { lookUpSubnets } from "./existing-subnets.ts";
import { createPodSubnets } from "./pod-subnets.ts";
import { resolveVpcArgs, type ResolvedNewVpcArgs } from "./resolve.ts";
import { planSubnets } from "./subnet-plan.ts";

/** A network as clusters and load balancers use it: plain ids, by kind of subnet. */
interface Network {
  readonly nodes: VpcNodes;
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetCidrBlocks: pulumi.Output<string[]>;
  readonly privateSubnetCidrBlocks: pulumi.Output<string[]>;
  readonly podSubnetIds: pulumi.Output<Record<string, string>>;
  readonly podSubnetCidrBlocks: pulumi.Output<string[]>;
  readonly availabilityZones: pulumi.Output<string[]>;
}

/**
 * The network that all clusters share: public subnets for the load balancer (and, as nodes there need no NAT gateway,
 * for nodes), private ones for nodes that nothing may reach.
 *
 * Subnets carry the role tags by which AWS Load Balancer Controller finds them, and no `kubernetes.io/cluster/<name>`
 * tag: a subnet with the tag of one cluster is invisible to the controllers of all others.
 */
export class Vpc extends pulumi.ComponentResource implements Network {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Public subnets, in the order of the zones. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Private subnets, in the order of the zones; empty if there are none. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Blocks of the public subnets, in the order of their ids. */
  readonly publicSubnetCidrBlocks: pulumi.Output<string[]>;
  /** Blocks of the private subnets, in the order of their ids. */
  readonly privateSubnetCidrBlocks: pulumi.Output<string[]>;
  /** Pods' subnets of the first of `secondaryCidrBlocks`, by zone; empty if there are none. */
  readonly podSubnetIds: pulumi.Output<Record<string, string>>;
  /** Blocks of pods' subnets in one zone, one of each of `secondaryCidrBlocks`; in other zones they are as large. */
  readonly podSubnetCidrBlocks: pulumi.Output<string[]>;
  /** Zones of the public subnets, or of the private ones where there are no public ones, in the order of their ids. */
  readonly availabilityZones: pulumi.Output<string[]>;
  /** What must be there before nodes start: endpoints, and pods' subnets. */
  readonly endpoints: readonly pulumi.Resource[];
  /** Ways out of the subnets: routes, and what gives them to subnets. They must be there for as long as anything in them calls AWS. */
  readonly routes: pulumi.Output<pulumi.Resource[]>;
  readonly nodes: VpcNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: VpcArgs): readonly ProblemOf<VpcArgs>[] {
    return vpcProblems(resolveVpcArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: VpcArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveVpcArgs(args);
    refuseProblems("Vpc", name, vpcProblems(resolved));
    super(componentType("Vpc"), name, {}, opts);

    const { nodes, ...network } = resolved.existing
      ? findNetwork(this, name, resolved.existing)
      : createNetwork(this, name, resolved);

    this.nodes = nodes;
    this.routes = routesOf(nodes);
    this.endpoints = [...nodes.endpoints, ...nodes.podSubnets];
    this.vpcId = network.vpcId;
    this.publicSubnetIds = network.publicSubnetIds;
    this.privateSubnetIds = network.privateSubnetIds;
    this.publicSubnetCidrBlocks = network.publicSubnetCidrBlocks;
    this.privateSubnetCidrBlocks = network.privateSubnetCidrBlocks;
    this.podSubnetIds = network.podSubnetIds;
    this.podSubnetCidrBlocks = network.podSubnetCidrBlocks;
    this.availabilityZones = network.availabilityZones;
    this.registerOutputs(network);
  }
}

/** None of a VPC that is there already; nor in tests, where awsx is not there to tell any. */
function routesOf({ vpc, podRouteTableAssociations }: VpcNodes): pulumi.Output<pulumi.Resource[]> {
  return pulumi
    .all([vpc?.routes, vpc?.routeTableAssociations])
    .apply(([routes = [], associations = []]): pulumi.Resource[] => [
      ...routes,
      ...associations,
      ...podRouteTableAssociations,
    ]);
}

function findNetwork(parent: pulumi.Resource, name: string, existing: ExistingVpc): Network {
  const found = lookUpSubnets(parent, name, existing);
  const each = (kind: "public" | "private", property: "id" | "cidrBlock" | "availabilityZone") =>
    found.apply((subnets) => subnets[kind].map((subnet) => subnet[property]));
  return {
    nodes: {
      endpoints: [],
      endpointSecurityGroup: undefined,
      secondaryBlocks: [],
      podSubnets: [],
      podRouteTableAssociations: [],
    },
    podSubnetIds: pulumi.output<Record<string, string>>({}),
    podSubnetCidrBlocks: pulumi.output<string[]>([]),
    // Whoever builds on the network must wait for the check of its subnets.
    vpcId: pulumi.all([existing.vpcId, found]).apply(([vpcId]) => vpcId),
    publicSubnetIds: each("public", "id"),
    privateSubnetIds: each("private", "id"),
    publicSubnetCidrBlocks: each("public", "cidrBlock"),
    privateSubnetCidrBlocks: each("private", "cidrBlock"),
    availabilityZones: found.apply((subnets) =>
      (subnets.public.length > 0 ? subnets.public : subnets.private).map(
        ({ availabilityZone }) => availabilityZone,
      ),
    ),
  };
}

function createNetwork(parent: pulumi.Resource, name: string, args: ResolvedNewVpcArgs): Network {
  const plan = planSubnets(args);
  const vpc = createVpc(parent, name, args);
  const availabilityZones = args.availabilityZoneNames
    ? pulumi.output([...args.availabilityZoneNames])
    : firstZones(parent, plan.zoneCount);
  const pods = createPodSubnets(parent, name, args, { vpc, availabilityZones });
  const idsOfFirst = pods.podSubnets.slice(0, plan.zoneCount).map(({ id }) => id);
  return {
    nodes: { vpc, ...createEndpoints(parent, name, args, vpc), ...pods },
    podSubnetIds: pulumi
      .all([availabilityZones, idsOfFirst])
      .apply(([zones, ids]) => Object.fromEntries(ids.map((id, place) => [zones[place]!, id]))),
    podSubnetCidrBlocks: pulumi.output(plan.podSubnetCidrBlocks.map(([first]) => first!)),
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    privateSubnetIds: vpc.privateSubnetIds,
    publicSubnetCidrBlocks: pulumi.output([...plan.publicSubnetCidrBlocks]),
    privateSubnetCidrBlocks: pulumi.output([...plan.privateSubnetCidrBlocks]),
    availabilityZones,
  };
}

const AWSX_STRATEGIES: Readonly<Record<NatStrategy, awsx.types.enums.ec2.NatGatewayStrategy>> = {
  none: "None",
  single: "Single",
  "one-per-zone": "OnePerAz",
};

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/ */
const ROLE_TAGS = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
} as const;

function createVpc(parent: pulumi.Resource, name: string, args: ResolvedNewVpcArgs): awsx.ec2.Vpc {
  const { availabilityZoneNames, natGateways, tags, transform } = args;
  const { cidrBlock, zoneCount, publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(args);
  const privateSubnets: awsx.types.input.ec2.SubnetSpecArgs[] =
    privateSubnetCidrBlocks.length === 0
      ? []
      : [{ type: "Private", cidrBlocks: [...privateSubnetCidrBlocks], tags: { ...ROLE_TAGS.private } }];
  return createChild(awsx.ec2.Vpc, name, {
    args: {
      cidrBlock,
      ...(availabilityZoneNames
        ? { availabilityZoneNames: [...availabilityZoneNames] }
        : { numberOfAvailabilityZones: zoneCount }),
      natGateways: { strategy: AWSX_STRATEGIES[natGateways] },
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrBlocks: [...publicSubnetCidrBlocks], tags: { ...ROLE_TAGS.public } },
        ...privateSubnets,
      ],
      // Nodes register with the cluster under their DNS names.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      ...defined({ tags }),
    },
    opts: { parent },
    transform: transform.vpc,
  });
}

/** The zones that awsx chooses when it is given their number: the region's first ones. */
function firstZones(parent: pulumi.Resource, count: number): pulumi.Output<string[]> {
  return aws.getAvailabilityZonesOutput({}, { parent }).names.apply((names) => names.slice(0, count));
}
