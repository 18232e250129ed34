import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { planSubnets } from "./subnet-plan.ts";
import type { ResolvedNewVpcArgs } from "./resolve.ts";

/** Endpoints of a VPC, and the security group of those that have network interfaces. */
export interface VpcEndpoints {
  readonly endpoints: readonly aws.ec2.VpcEndpoint[];
  /** Undefined where no endpoint has any. */
  readonly endpointSecurityGroup: aws.ec2.SecurityGroup | undefined;
}

/** Reached by routes, at no price. */
const GATEWAY_SERVICE = "s3";

/** The endpoints of the services that the args name, for all of the VPC. */
export function createEndpoints(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedNewVpcArgs,
  vpc: awsx.ec2.Vpc,
): VpcEndpoints {
  if (args.endpoints.length === 0) return { endpoints: [], endpointSecurityGroup: undefined };
  const isNetworked = args.endpoints.some((service) => service !== GATEWAY_SERVICE);
  const group = isNetworked ? createGroup(parent, name, args, vpc) : undefined;
  const { region } = aws.getRegionOutput({}, { parent });
  const { partition } = aws.getPartitionOutput({}, { parent });
  const routeTableIds = vpc.routeTables.apply((tables) => tables.map(({ id }) => id));
  const endpoints = args.endpoints.map((service) => {
    const isGateway = service === GATEWAY_SERVICE;
    return createChild(aws.ec2.VpcEndpoint, `${name}-endpoint-${service.replaceAll(".", "-")}`, {
      args: {
        vpcId: vpc.vpcId,
        serviceName: pulumi.all([region, partition]).apply((place) => serviceName(service, ...place)),
        ...(isGateway
          ? { vpcEndpointType: "Gateway", routeTableIds }
          : {
              vpcEndpointType: "Interface",
              subnetIds: vpc.privateSubnetIds,
              securityGroupIds: [group!.id],
              privateDnsEnabled: true,
            }),
        tags: { ...args.tags, Name: `${name}-${service}` },
      },
      opts: { parent },
      transform: args.transform.endpoint,
    });
  });
  return { endpoints, endpointSecurityGroup: group };
}

/**
 * The name of a service as endpoints have it. In China all but S3 have a beginning of their own.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export function serviceName(service: string, region: string, partition: string): string {
  const prefix = partition === "aws-cn" && service !== GATEWAY_SERVICE ? "cn." : "";
  return `${prefix}com.amazonaws.${region}.${service}`;
}

function createGroup(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedNewVpcArgs,
  vpc: awsx.ec2.Vpc,
): aws.ec2.SecurityGroup {
  return createChild(aws.ec2.SecurityGroup, `${name}-endpoints`, {
    args: {
      vpcId: vpc.vpcId,
      description: "Endpoints of AWS services, for all of the VPC",
      ingress: [
        {
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [planSubnets(args).cidrBlock, ...args.secondaryCidrBlocks],
        },
      ],
      tags: { ...args.tags, Name: `${name}-endpoints` },
    },
    opts: { parent },
    transform: args.transform.endpointSecurityGroup,
  });
}
