import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { SharedTargetGroupsArgs, SharedTargetGroupsNodes } from "./args.ts";
import { sharedTargetGroupsProblems } from "./check.ts";
import { resolveSharedTargetGroupsArgs, type ResolvedSharedTargetGroupsArgs } from "./resolve.ts";
import { createTargetGroup } from "./target-group.ts";

/**
 * Target groups of apps that Pulumi owns: they outlive Ingresses, Services and namespaces. Each cluster registers its pods
 * or nodes in them by bindings, see {@link MultiClusterIngress}.
 *
 * An app has one that all clusters share, or one for each cluster, so that traffic can be shared out by weights; or both,
 * while one goes from the one to the other. A target group belongs to one load balancer: that of an Ingress which names it,
 * or that of a {@link SharedLoadBalancer}, which makes these by itself.
 *
 * @example
 * const targetGroups = new SharedTargetGroups("targets", {
 *   vpcId: vpc.vpcId,
 *   apps: [{ name: "shop", healthCheck: { path: "/health" } }],
 * });
 */
export class SharedTargetGroups extends pulumi.ComponentResource {
  /** By app; those that all clusters share. */
  readonly targetGroupArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** By app and cluster. */
  readonly targetGroupArnsByCluster: Readonly<
    Record<string, Readonly<Record<string, pulumi.Output<string>>>>
  >;
  readonly nodes: SharedTargetGroupsNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: SharedTargetGroupsArgs): readonly ProblemOf<SharedTargetGroupsArgs>[] {
    return sharedTargetGroupsProblems(resolveSharedTargetGroupsArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: SharedTargetGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveSharedTargetGroupsArgs(args);
    refuseProblems("SharedTargetGroups", name, sharedTargetGroupsProblems(resolved));
    super(componentType("SharedTargetGroups"), name, {}, opts);

    const shared = resolved.shared ? createShared(this, name, resolved) : {};
    const byCluster = createByCluster(this, name, resolved);

    this.nodes = { shared, byCluster };
    this.targetGroupArns = arnsOf(shared);
    this.targetGroupArnsByCluster = mapValues(byCluster, arnsOf);
    this.registerOutputs({
      targetGroupArns: this.targetGroupArns,
      targetGroupArnsByCluster: this.targetGroupArnsByCluster,
    });
  }
}

type TargetGroups = Readonly<Record<string, aws.lb.TargetGroup>>;

function createShared(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedTargetGroupsArgs,
): TargetGroups {
  return fromKeys(args.apps, (app) => [
    app.name,
    createTargetGroup(parent, `${name}-${app.name}`, args, app),
  ]);
}

/** Names of clusters have no dot, so that no two are the same. */
function createByCluster(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedTargetGroupsArgs,
): Readonly<Record<string, TargetGroups>> {
  if (args.clusters.length === 0) return {};
  return fromKeys(args.apps, (app) => [
    app.name,
    fromKeys(args.clusters, (cluster) => [
      cluster,
      createTargetGroup(parent, `${name}-${app.name}.${cluster}`, args, app),
    ]),
  ]);
}

function arnsOf(groups: TargetGroups): Readonly<Record<string, pulumi.Output<string>>> {
  return mapValues(groups, ({ arn }) => arn);
}

function fromKeys<Key, Value>(
  keys: readonly Key[],
  entry: (key: Key) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(keys.map(entry));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
