import * as pulumi from "@pulumi/pulumi";
import { SharedTargetGroups } from "../shared-target-groups/index.ts";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { hasShared, ownClusters } from "../shared/load-balancer/traffic.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { SharedLoadBalancerArgs, SharedLoadBalancerNodes } from "./args.ts";
import { sharedLoadBalancerProblems } from "./check.ts";
import { findFormer, type Former } from "./former.ts";
import { addToListener } from "./given-listener.ts";
import { createOwnLoadBalancer } from "./own-load-balancer.ts";
import { refuseLoadBalancerMoves } from "./refused-moves.ts";
import { headerKeys } from "./listener-headers.ts";
import {
  appsWithTargets,
  resolveSharedLoadBalancerArgs,
  type ResolvedSharedLoadBalancerArgs,
} from "./resolve.ts";

/**
 * A load balancer that Pulumi owns, in front of apps that run in several clusters: Application Load Balancer, listeners,
 * rules and target groups. No cluster is special; each registers its pods or nodes in the target groups by bindings, see
 * {@link MultiClusterIngress} with `mode: "join"`.
 *
 * Rules and target groups are made before this component is ready: let what binds in the same stack depend on it, as a target
 * of a group that no rule names is never healthy.
 *
 * A load balancer is replaced for another scheme, name or VPC. Its target groups and all that is bound to them stay: they go
 * over to the new one, which takes seconds once that is there, but it has another DNS name. With `deletionProtection` that is
 * refused.
 *
 * @example
 * const edge = new SharedLoadBalancer("edge", {
 *   vpcId: vpc.vpcId,
 *   subnetIds: vpc.publicSubnetIds,
 *   backendSecurityGroupId: backend.securityGroupId,
 *   apps: [
 *     { name: "shop", routes: [{ hosts: ["shop.example.com"] }] },
 *     { name: "blog", routes: [{ paths: [{ prefix: "/blog" }], rewrite: { prefix: "/" } }] },
 *   ],
 *   traffic: "weighted",
 *   weights: { default: { cluster1: 90, cluster2: 10 } },
 * });
 */
export class SharedLoadBalancer extends pulumi.ComponentResource {
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Where clients go. */
  readonly dnsName: pulumi.Output<string>;
  /** Hosted zone of `dnsName`, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  /** Security groups from which the load balancer reaches targets: the source that bindings name. */
  readonly securityGroupIds: pulumi.Output<string[]>;
  /** By app; those that all clusters share. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** By app and cluster. */
  readonly targetGroupArnsByCluster: Readonly<
    Record<string, Readonly<Record<string, pulumi.Output<string>>>>
  >;
  readonly nodes: SharedLoadBalancerNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: SharedLoadBalancerArgs): readonly ProblemOf<SharedLoadBalancerArgs>[] {
    return sharedLoadBalancerProblems(resolveSharedLoadBalancerArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: SharedLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveSharedLoadBalancerArgs(args);
    refuseProblems("SharedLoadBalancer", name, sharedLoadBalancerProblems(resolved));
    super(componentType("SharedLoadBalancer"), name, {}, opts);

    const targetGroups = createTargetGroups(this, name, resolved);
    const createSide = resolved.listenerArn === undefined ? createOwnLoadBalancer : addToListener;
    const side = createSide(this, name, resolved, { targetGroups, former: findAllowed(name, resolved) });

    this.nodes = { ...side.nodes, targetGroups };
    this.loadBalancerArn = side.loadBalancerArn;
    this.dnsName = side.dnsName;
    this.zoneId = side.zoneId;
    this.securityGroupIds = pulumi.output(side.securityGroupIds);
    this.targetGroupArns = targetGroups.targetGroupArns;
    this.targetGroupArnsByCluster = targetGroups.targetGroupArnsByCluster;
    this.registerOutputs({
      loadBalancerArn: this.loadBalancerArn,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      securityGroupIds: this.securityGroupIds,
      targetGroupArns: this.targetGroupArns,
      targetGroupArnsByCluster: this.targetGroupArnsByCluster,
      responseHeaders: headerKeys(resolved),
    });
  }
}

/** What there was before this update; refused is what cannot be made of it at once. */
async function findAllowed(name: string, args: ResolvedSharedLoadBalancerArgs): Promise<Former> {
  const former = await findFormer();
  refuseLoadBalancerMoves(name, args, former);
  return former;
}

function createTargetGroups(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
): SharedTargetGroups {
  const { vpcId, tags, transform } = args;
  return new SharedTargetGroups(
    `${name}-targets`,
    {
      vpcId,
      apps: appsWithTargets(args),
      shared: hasShared(args),
      clusters: ownClusters(args),
      tags,
      ...defined({ transform: transform.targetGroups }),
    },
    { parent },
  );
}
