import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { EdgeProtectionArgs, EdgeProtectionNodes } from "./args.ts";
import { capacityWarning, edgeProtectionProblems } from "./check.ts";
import { createLogging } from "./logging.ts";
import { resolveEdgeProtectionArgs, type ResolvedEdgeProtectionArgs } from "./resolve.ts";
import { responseBodies, ruleInputs, protectionRules, visibility, type AddressLists } from "./rules.ts";

/**
 * A web ACL (AWS WAF) for a load balancer: rule groups of AWS, limits of requests per client and path, lists of addresses and
 * countries, a limit of bodies, and a log. Give its ARN as `webAclArn` to a {@link SharedLoadBalancer} or {@link MultiClusterIngress},
 * which attaches it.
 *
 * Begin with `managedRules: "count"`, look for some days at what the rules would have blocked, and set `block` then. Every
 * change is made in place; the load balancer is never without its web ACL meanwhile. A changed limit begins to count anew.
 *
 * @example
 * const protection = new EdgeProtection("edge", {
 *   managedRules: "block",
 *   rateLimits: [{ name: "all", limit: 2000 }, { name: "login", limit: 20, windowSeconds: 60, pathPrefix: "/login" }],
 *   uploads: ["/upload/"],
 * });
 * new SharedLoadBalancer("edge", { webAclArn: protection.webAclArn, ...others });
 */
export class EdgeProtection extends pulumi.ComponentResource {
  readonly webAclArn: pulumi.Output<string>;
  /** Under which the web ACL has its metrics, for {@link EdgeAlarms}. */
  readonly metricName: pulumi.Output<string>;
  readonly nodes: EdgeProtectionNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: EdgeProtectionArgs): readonly ProblemOf<EdgeProtectionArgs>[] {
    return edgeProtectionProblems(name, resolveEdgeProtectionArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: EdgeProtectionArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveEdgeProtectionArgs(args);
    refuseProblems("EdgeProtection", name, edgeProtectionProblems(name, resolved));
    super(componentType("EdgeProtection"), name, {}, opts);
    warnOfCapacity(this, resolved);

    const { allowedCidrs, blockedCidrs } = resolved;
    const allowedAddresses = createIpSet(this, `${name}-allowed`, allowedCidrs, resolved);
    const blockedAddresses = createIpSet(this, `${name}-blocked`, blockedCidrs, resolved);
    const lists = defined({ allowed: allowedAddresses?.arn, blocked: blockedAddresses?.arn });
    const webAcl = createWebAcl(this, name, resolved, lists);
    const logging = createLogging(this, name, resolved, webAcl);

    this.nodes = { webAcl, allowedAddresses, blockedAddresses, ...logging };
    this.webAclArn = webAcl.arn;
    this.metricName = webAcl.visibilityConfig.metricName;
    this.registerOutputs({ webAclArn: this.webAclArn });
  }
}

function warnOfCapacity(parent: pulumi.Resource, args: ResolvedEdgeProtectionArgs): void {
  const warning = capacityWarning(args);
  if (warning !== undefined) void pulumi.log.warn(warning, parent);
}

function createIpSet(
  parent: pulumi.Resource,
  name: string,
  cidrs: readonly string[],
  { tags, transform }: ResolvedEdgeProtectionArgs,
): aws.wafv2.IpSet | undefined {
  if (cidrs.length === 0) return undefined;
  return createChild(aws.wafv2.IpSet, name, {
    args: { name, scope: "REGIONAL", ipAddressVersion: "IPV4", addresses: [...cidrs], tags },
    opts: { parent },
    transform: transform.ipSet,
  });
}

function createWebAcl(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEdgeProtectionArgs,
  lists: AddressLists,
): aws.wafv2.WebAcl {
  return createChild(aws.wafv2.WebAcl, `${name}-acl`, {
    args: {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: ruleInputs(protectionRules(args, lists)),
      ...defined({ customResponseBodies: responseBodies(args) }),
      visibilityConfig: visibility(name),
      tags: args.tags,
    },
    opts: { parent },
    transform: args.transform.webAcl,
  });
}
