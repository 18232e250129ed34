import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import { zoneIdOf } from "../shared/hosted-zone.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DnsNamesArgs, DnsNamesNodes } from "./args.ts";
import { dnsNamesProblems } from "./check.ts";
import { resolveDnsNamesArgs, type ResolvedDnsNamesArgs } from "./resolve.ts";

/**
 * Names of a load balancer: an alias record for each, which follows its addresses and gives no answer where none of its
 * targets is healthy and another record could. IPv4 only: the load balancers are, and so there is no AAAA record.
 *
 * A name has one owner: AWS refuses a record that somebody else has made, and this component does not take it over; an
 * ExternalDNS leaves an Ingress alone that is made with `externalDns: false`. Let the names depend on what makes the routes:
 * then a name comes after its route. It goes after an Ingress has lost the route, and before a rule of a
 * {@link SharedLoadBalancer} goes.
 *
 * @example
 * new DnsNames("shop", {
 *   names: ["shop.example.com"],
 *   zone: { name: "example.com" },
 *   loadBalancerArn: edge.loadBalancerArn,
 * }, { dependsOn: [edge] });
 */
export class DnsNames extends pulumi.ComponentResource {
  readonly nodes: DnsNamesNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: DnsNamesArgs): readonly ProblemOf<DnsNamesArgs>[] {
    return dnsNamesProblems(resolveDnsNamesArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: DnsNamesArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveDnsNamesArgs(args);
    refuseProblems("DnsNames", name, dnsNamesProblems(resolved));
    super(componentType("DnsNames"), name, {}, opts);

    this.nodes = { records: createAliases(this, name, resolved) };
    this.registerOutputs({});
  }
}

function createAliases(
  parent: pulumi.Resource,
  name: string,
  { names, zone, loadBalancerArn, transform }: ResolvedDnsNamesArgs,
): Record<string, aws.route53.Record> {
  const zoneId = zoneIdOf(parent, zone);
  const target = aws.lb.getLoadBalancerOutput({ arn: loadBalancerArn }, { parent });
  const alias = { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true };
  return Object.fromEntries(
    names.map((host) => [
      host,
      createChild(aws.route53.Record, `${name}-${host}`, {
        args: { zoneId, name: host, type: "A", aliases: [alias] },
        opts: { parent },
        transform: transform.record,
      }),
    ]),
  );
}
