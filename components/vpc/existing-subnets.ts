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
}

/** The subnets of one kind, as AWS describes them. */
export interface FoundSubnets {
  readonly public: readonly FoundSubnet[];
  readonly private: readonly FoundSubnet[];
}

/**
 * Looks the given subnets up, and passes them on only if they fit together; else everything that waits for them
 * fails with an ArgsError, at preview already if the ids are known there.
 */
export function lookUpSubnets(
  component: string,
  existing: ExistingVpc,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundSubnets> {
  const lookUp = (ids: readonly pulumi.Input<string>[]) =>
    pulumi.all(ids.map((id) => aws.ec2.getSubnetOutput({ id }, opts)));
  return pulumi
    .all([existing.vpcId, lookUp(existing.publicSubnetIds ?? []), lookUp(existing.privateSubnetIds ?? [])])
    .apply(([vpcId, publicSubnets, privateSubnets]) => {
      const found = { public: publicSubnets, private: privateSubnets };
      refuseProblems(component, subnetProblems(vpcId, found));
      return found;
    });
}

/** What is wrong with subnets that were found. */
export function subnetProblems(vpcId: string, found: FoundSubnets): Problem[] {
  const elsewhere = (["public", "private"] as const).flatMap((kind) =>
    found[kind].flatMap((subnet, index) =>
      subnet.vpcId === vpcId
        ? []
        : [
            {
              path: `existing.${kind}SubnetIds[${index}]`,
              reason: `is ${subnet.id}, a subnet of ${subnet.vpcId}; use subnets of existing.vpcId, ${vpcId}`,
            },
          ],
    ),
  );
  const kind = found.public.length > 0 ? "public" : "private";
  const zones = new Set(found[kind].map((subnet) => subnet.availabilityZone));
  if (zones.size > 1) return elsewhere;
  return [
    ...elsewhere,
    {
      path: `existing.${kind}SubnetIds`,
      reason: `are all in ${[...zones].join()}; a load balancer needs subnets in two zones or more`,
    },
  ];
}
