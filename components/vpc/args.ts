import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** How private subnets can reach the internet. */
export const NAT_STRATEGIES = ["none", "single", "one-per-zone"] as const;

/** How private subnets reach the internet. */
export type NatStrategy = (typeof NAT_STRATEGIES)[number];

/** Defaults of {@link NewVpcArgs}. */
export const VPC_DEFAULTS = {
  cidrBlock: "192.168.0.0/16",
  availabilityZoneCount: 3,
  natGateways: "none",
} as const satisfies NewVpcArgs;

/** A VPC to make, or one that is there already. */
export type VpcArgs = NewVpcArgs | ExistingVpcArgs;

/** A VPC to make, with one public and one private subnet in each zone. */
export interface NewVpcArgs {
  readonly existing?: undefined;
  /**
   * IPv4 block of the VPC, `/16` to `/28`. It must not overlap networks that the VPC will be connected to.
   * @default "192.168.0.0/16"
   */
  readonly cidrBlock?: string;
  /**
   * How many of the region's zones to use, in the order of their names; 2 to 6. A load balancer needs two. awsx counts Local
   * Zones of the account too, and zones in which EKS places no control plane: where there are some, name the zones, see
   * {@link findZones}. Excludes `availabilityZoneNames`.
   * @default 3
   */
  readonly availabilityZoneCount?: number;
  /**
   * The zones to use, for example to leave one out. Zones of a VPC that lives keep their places; others come after them.
   * Excludes `availabilityZoneCount`.
   * @default - the first `availabilityZoneCount` zones of the region
   * @example ["ap-northeast-2a", "ap-northeast-2c"]
   */
  readonly availabilityZoneNames?: readonly string[];
  /**
   * Blocks of the public subnets, one per zone, `/27` or larger, as a load balancer wants eight free addresses in each.
   * @default - 64ths of `cidrBlock`: the first three, 192.168.0.0/22, 192.168.4.0/22, 192.168.8.0/22; then number 6, 8, 10
   */
  readonly publicSubnetCidrBlocks?: readonly string[];
  /**
   * Blocks of the private subnets, one per zone, `/27` or larger. An empty list: no private subnets.
   * @default - 64ths of `cidrBlock`: the next three, 192.168.12.0/22, 192.168.16.0/22, 192.168.20.0/22; then 7, 9, 11
   */
  readonly privateSubnetCidrBlocks?: readonly string[];
  /**
   * Further IPv4 blocks of the VPC for pods, at most four, `/16` to `/25`: each has a subnet in every zone, an eighth of the
   * block, with the ways out of the zone's private subnet. These subnets bear the tag `kubernetes.io/role/cni`, by which nodes of
   * all clusters in the VPC put further interfaces, and so pods, there (see {@link PrefixDelegation.subnetDiscovery}); with
   * custom networking all pods are in those of the first block. AWS takes `100.64.0.0/10` beside any other block, and no block of
   * another private range than that of `cidrBlock`.
   * @default []
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
   * @example ["100.64.0.0/16"]
   */
  readonly secondaryCidrBlocks?: readonly string[];
  /**
   * NAT gateways: `none` leaves private subnets without internet, `single` serves all zones from one (and costs the
   * traffic between zones), `one-per-zone` keeps each zone working when another fails. Each gateway costs by the hour.
   * @default "none"
   */
  readonly natGateways?: NatStrategy;
  /**
   * Services of AWS that the whole VPC reaches by endpoints, without a way to the internet: their names as endpoints have
   * them. `s3` is a gateway, at no price; each of the others costs by the hour in every zone. Nodes in private subnets without
   * NAT gateways need those of the example, with `eks-auth` for Pod Identity.
   * @default - none
   * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
   * @example ["ec2", "ecr.api", "ecr.dkr", "elasticloadbalancing", "s3", "sts"]
   */
  readonly endpoints?: readonly string[];
  /**
   * Tags of all that is made, besides `Name` and the subnets' role tags.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: VpcTransforms;
}

/** One per kind of child. */
export interface VpcTransforms {
  readonly vpc?: Transform<awsx.ec2.VpcArgs>;
  readonly secondaryBlock?: Transform<aws.ec2.VpcIpv4CidrBlockAssociationArgs>;
  readonly podSubnet?: Transform<aws.ec2.SubnetArgs>;
  readonly podRouteTableAssociation?: Transform<aws.ec2.RouteTableAssociationArgs>;
  readonly endpoint?: Transform<aws.ec2.VpcEndpointArgs>;
  readonly endpointSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
}

/** Children of a {@link Vpc}; of an existing one there are none. */
export interface VpcNodes {
  readonly vpc?: awsx.ec2.Vpc;
  /** In the order of the args. */
  readonly secondaryBlocks: readonly aws.ec2.VpcIpv4CidrBlockAssociation[];
  /** Block by block, in the order of the zones. */
  readonly podSubnets: readonly aws.ec2.Subnet[];
  /** Of each pods' subnet in its turn; none in a VPC without private subnets. */
  readonly podRouteTableAssociations: readonly aws.ec2.RouteTableAssociation[];
  /** In the order of the args. */
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  /** Undefined without endpoints that have network interfaces. */
  readonly endpointSecurityGroup: aws.ec2.SecurityGroup | undefined;
}

/** A VPC that somebody else made: nothing is created, its subnets are looked up and checked. */
export interface ExistingVpcArgs {
  readonly existing: ExistingVpc;
}

export interface ExistingVpc {
  /**
   * Id of the VPC.
   * @example "vpc-0123456789abcdef0"
   */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Subnets for internet-facing load balancers, in at least two zones. For the load balancer controller to find
   * them they carry the tag `kubernetes.io/role/elb` = `1`, or a route to an internet gateway.
   * @default - none: then clusters, their nodes and the load balancer, an internal one, are in private subnets
   */
  readonly publicSubnetIds?: readonly pulumi.Input<string>[];
  /**
   * Subnets without a route from the internet; in at least two zones if there are no public ones. For the load balancer
   * controller to find them they carry the tag `kubernetes.io/role/internal-elb` = `1`.
   * @default - none
   */
  readonly privateSubnetIds?: readonly pulumi.Input<string>[];
}
