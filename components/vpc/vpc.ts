import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "../shared/args-check.ts";
import { problemsOf, type Problem } from "../shared/args-error.ts";
import { componentType, transformed } from "../shared/transform.ts";
import type { ExistingVpc, NatStrategy, NewVpcArgs, VpcArgs } from "./args.ts";
import { checkVpcArgs } from "./check.ts";
import { lookUpSubnets } from "./existing-subnets.ts";
import { planSubnets, VPC_DEFAULTS } from "./subnet-plan.ts";

/** A network as clusters and load balancers use it: plain ids, by kind of subnet. */
interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetCidrBlocks: pulumi.Output<string[]>;
  readonly privateSubnetCidrBlocks: pulumi.Output<string[]>;
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
  /** Zones of the public subnets, or of the private ones where there are no public ones, in the order of their ids. */
  readonly availabilityZones: pulumi.Output<string[]>;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: VpcArgs): readonly Problem[] {
    return problemsOf(() => refuseWrongArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: VpcArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    refuseWrongArgs(name, args);
    super(componentType("Vpc"), name, {}, opts);

    const network = args.existing ? existingNetwork(this, name, args.existing) : newNetwork(this, name, args);
    this.vpcId = network.vpcId;
    this.publicSubnetIds = network.publicSubnetIds;
    this.privateSubnetIds = network.privateSubnetIds;
    this.publicSubnetCidrBlocks = network.publicSubnetCidrBlocks;
    this.privateSubnetCidrBlocks = network.privateSubnetCidrBlocks;
    this.availabilityZones = network.availabilityZones;
    this.registerOutputs({ ...network });
  }
}

function refuseWrongArgs(name: string, args: VpcArgs): void {
  const check = new ArgsCheck(`Vpc "${name}"`);
  checkVpcArgs(args, check);
  check.finish();
}

const NAT_STRATEGIES: Readonly<Record<NatStrategy, awsx.types.enums.ec2.NatGatewayStrategy>> = {
  none: "None",
  single: "Single",
  "one-per-zone": "OnePerAz",
};

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/ */
const ROLE_TAGS = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
} as const;

function newNetwork(parent: Vpc, name: string, args: NewVpcArgs): Network {
  const plan = planSubnets(args);
  const hasPrivateSubnets = plan.privateSubnetCidrBlocks.length > 0;
  const vpc = new awsx.ec2.Vpc(
    name,
    transformed<awsx.ec2.VpcArgs>(
      args.transform?.vpc,
      {
        cidrBlock: plan.cidrBlock,
        ...(args.availabilityZoneNames
          ? { availabilityZoneNames: [...args.availabilityZoneNames] }
          : { numberOfAvailabilityZones: plan.zoneCount }),
        natGateways: { strategy: NAT_STRATEGIES[args.natGateways ?? VPC_DEFAULTS.natGateways] },
        subnetStrategy: "Auto",
        subnetSpecs: [
          { type: "Public", cidrBlocks: [...plan.publicSubnetCidrBlocks], tags: { ...ROLE_TAGS.public } },
          ...(hasPrivateSubnets
            ? [
                {
                  type: "Private" as const,
                  cidrBlocks: [...plan.privateSubnetCidrBlocks],
                  tags: { ...ROLE_TAGS.private },
                },
              ]
            : []),
        ],
        // Nodes register with the cluster under their DNS names.
        enableDnsHostnames: true,
        enableDnsSupport: true,
        ...(args.tags && { tags: { ...args.tags } }),
      },
      name,
    ),
    { parent },
  );
  return {
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    privateSubnetIds: vpc.privateSubnetIds,
    publicSubnetCidrBlocks: pulumi.output([...plan.publicSubnetCidrBlocks]),
    privateSubnetCidrBlocks: pulumi.output([...plan.privateSubnetCidrBlocks]),
    availabilityZones: args.availabilityZoneNames
      ? pulumi.output([...args.availabilityZoneNames])
      : firstZones(parent, plan.zoneCount),
  };
}

/** The zones that awsx chooses when it is given their number: the region's first ones. */
function firstZones(parent: Vpc, count: number): pulumi.Output<string[]> {
  return aws.getAvailabilityZonesOutput({}, { parent }).names.apply((names) => names.slice(0, count));
}

function existingNetwork(parent: Vpc, name: string, existing: ExistingVpc): Network {
  const found = lookUpSubnets(`Vpc "${name}"`, existing, { parent });
  const each = (kind: "public" | "private", property: "id" | "cidrBlock" | "availabilityZone") =>
    found.apply((subnets) => subnets[kind].map((subnet) => subnet[property]));
  return {
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
