import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { LOGS, type ResolvedLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import type { Former } from "./former.ts";
import { childNames } from "./names.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

const EVERYWHERE = "0.0.0.0/0";

/**
 * What clients come through. Nothing goes out by it: the load balancer reaches its targets by the other group that it has.
 */
export function createSecurityGroup(
  parent: pulumi.Resource,
  name: string,
  { vpcId, inboundCidrs, tls, tags, transform }: ResolvedSharedLoadBalancerArgs,
): aws.ec2.SecurityGroup {
  const cidrBlocks = [...(inboundCidrs ?? [EVERYWHERE])];
  const ports = tls === undefined ? [80] : [80, 443];
  return createChild(aws.ec2.SecurityGroup, `${name}-clients`, {
    args: {
      vpcId,
      description: "From clients to the shared load balancer",
      ingress: ports.map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks })),
      egress: [],
      tags: { Name: `${name}-clients`, ...tags },
    },
    opts: { parent },
    transform: transform.securityGroup,
  });
}

export function createLoadBalancer(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  {
    securityGroup,
    former,
  }: { readonly securityGroup: aws.ec2.SecurityGroup; readonly former: Promise<Former> },
): aws.lb.LoadBalancer {
  return createChild(aws.lb.LoadBalancer, childNames(name).loadBalancer, {
    args: {
      ...nameOf(name, args),
      loadBalancerType: "application",
      // Known once it is clear that nothing is asked for that cannot be done.
      internal: pulumi.output(former).apply(() => args.scheme === "internal"),
      subnets: [...args.subnetIds!],
      securityGroups: [securityGroup.id, args.backendSecurityGroupId!],
      ...attributesOf(args),
      tags: { Name: name, ...args.tags },
    },
    opts: { parent },
    transform: args.transform.loadBalancer,
  });
}

/** A prefix of six characters where no name is asked for: the provider makes a name of it, new each time. */
function nameOf(
  name: string,
  { loadBalancerName }: ResolvedLoadBalancer,
): Pick<aws.lb.LoadBalancerArgs, "name" | "namePrefix"> {
  if (loadBalancerName !== undefined) return { name: loadBalancerName };
  const prefix = name.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 5);
  return { namePrefix: `${prefix === "" ? "alb" : prefix}-` };
}

function attributesOf(args: ResolvedLoadBalancer): aws.lb.LoadBalancerArgs {
  return {
    enableDeletionProtection: args.deletionProtection,
    idleTimeout: args.idleTimeoutSeconds,
    clientKeepAlive: args.clientKeepAliveSeconds,
    dropInvalidHeaderFields: args.dropInvalidHeaderFields,
    desyncMitigationMode: args.desyncMitigation,
    xffHeaderProcessingMode: args.forwardedFor,
    enableXffClientPort: args.forwardedForClientPort,
    preserveHostHeader: args.preserveHostHeader,
    enableTlsVersionAndCipherSuiteHeaders: args.tlsHeaders,
    enableZonalShift: args.zonalShift,
    ...logsOf(args),
  };
}

/** Those that are wanted: the provider switches off what is gone. */
function logsOf(args: ResolvedLoadBalancer): aws.lb.LoadBalancerArgs {
  const wanted = LOGS.filter((key) => args[key] !== undefined);
  return Object.fromEntries(wanted.map((key) => [key, { enabled: true, ...args[key] }]));
}
