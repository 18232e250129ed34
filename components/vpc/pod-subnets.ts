import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { VpcNodes } from "./args.ts";
import type { ResolvedNewVpcArgs } from "./resolve.ts";
import { planSubnets } from "./subnet-plan.ts";

/** By this tag nodes find subnets for further interfaces: https://github.com/aws/amazon-vpc-cni-k8s#subnet-tags-related-to-allocation */
const CNI_ROLE = { "kubernetes.io/role/cni": "1" } as const;

export type PodSubnets = Pick<VpcNodes, "secondaryBlocks" | "podSubnets" | "podRouteTableAssociations">;

/** The further blocks of a VPC, and a subnet for pods of each in every zone. */
export function createPodSubnets(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedNewVpcArgs,
  network: { readonly vpc: awsx.ec2.Vpc; readonly availabilityZones: pulumi.Output<string[]> },
): PodSubnets {
  const { podSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(args);
  const { vpc, availabilityZones } = network;
  const secondaryBlocks = args.secondaryCidrBlocks.map((cidrBlock) =>
    createChild(aws.ec2.VpcIpv4CidrBlockAssociation, `${name}-block-${textOf(cidrBlock)}`, {
      args: { vpcId: vpc.vpcId, cidrBlock },
      opts: { parent },
      transform: args.transform.secondaryBlock,
    }),
  );
  const places = podSubnetCidrBlocks.flatMap((blocks, index) =>
    blocks.map((cidrBlock, zone) => ({ cidrBlock, zone, block: secondaryBlocks[index]! })),
  );
  const podSubnets = places.map(({ cidrBlock, zone, block }) =>
    createChild(aws.ec2.Subnet, `${name}-pods-${textOf(cidrBlock)}`, {
      args: {
        vpcId: block.vpcId,
        cidrBlock,
        availabilityZone: availabilityZones.apply((zones) => zones[zone]!),
        tags: { ...args.tags, ...CNI_ROLE, Name: `${name}-pods-${textOf(cidrBlock)}` },
      },
      opts: { parent },
      transform: args.transform.podSubnet,
    }),
  );
  const podRouteTableAssociations =
    privateSubnetCidrBlocks.length === 0
      ? []
      : places.map(({ cidrBlock, zone }, index) =>
          createChild(aws.ec2.RouteTableAssociation, `${name}-pods-routes-${textOf(cidrBlock)}`, {
            args: { subnetId: podSubnets[index]!.id, routeTableId: privateRouteTable(vpc, zone) },
            opts: { parent },
            transform: args.transform.podRouteTableAssociation,
          }),
        );
  return { secondaryBlocks, podSubnets, podRouteTableAssociations };
}

/** The route table of the private subnet in a zone. */
function privateRouteTable({ privateSubnetIds, routeTableAssociations }: awsx.ec2.Vpc, zone: number) {
  const places = routeTableAssociations.apply((all) =>
    pulumi.all(all.map(({ subnetId, routeTableId }) => pulumi.all([subnetId, routeTableId]))),
  );
  return pulumi
    .all([privateSubnetIds, places])
    .apply(([ids, tables]) => tables.find(([subnetId]) => subnetId === ids[zone])![1]);
}

/** A block as a part of a name: `100-64-0-0-16`. */
function textOf(cidrBlock: string): string {
  return cidrBlock.replaceAll(/[./]/g, "-");
}
