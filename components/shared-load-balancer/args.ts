import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SharedTargetGroups, SharedTargetGroupsTransforms } from "../shared-target-groups/index.ts";
import type { LoadBalancerArgs } from "../shared/load-balancer/load-balancer.ts";
import type { TargetAppArgs } from "../shared/load-balancer/target-app.ts";
import type { ClusterWeights, Traffic } from "../shared/load-balancer/traffic.ts";
import type { WebAclTransforms } from "../shared/load-balancer/web-acl.ts";
import type { DefaultAction, Route, RoutingQuotas } from "../shared/routing/route.ts";
import type { Transform } from "../shared/transform.ts";

/** Defaults of {@link SharedLoadBalancerArgs}; others are those of load balancer, routes, target groups and health checks. */
export const SHARED_LOAD_BALANCER_DEFAULTS = {
  traffic: "shared",
  prepareTraffic: false,
} as const satisfies Partial<SharedLoadBalancerArgs>;

/** An app behind the load balancer, in whichever clusters it runs. */
export interface SharedAppArgs extends TargetAppArgs {
  /**
   * Which requests go to it, in the order in which they are tried. An app without routes, or whose routes all answer by
   * themselves, has no target group.
   * @default - all: one route with the prefix `/`
   */
  readonly routes?: readonly Route[];
}

/** A load balancer, or rules of a listener that is there already. */
export interface SharedLoadBalancerArgs extends LoadBalancerArgs {
  /** VPC of the load balancer and of every cluster behind it. Another one replaces load balancer and target groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Apps, in the order in which their routes are tried. */
  readonly apps: readonly SharedAppArgs[];
  /**
   * Security group from which the load balancer reaches pods and nodes, see {@link BackendSecurityGroup}. Needed but for a given
   * listener, whose load balancer has groups of its own.
   * @default - those of the given listener's load balancer
   */
  readonly backendSecurityGroupId?: pulumi.Input<string>;
  /**
   * What is done with requests that no route takes.
   * @default - answered with 404 and no text
   */
  readonly defaultAction?: DefaultAction;
  /**
   * How requests of an app are shared out among clusters: `shared`, among all targets alike, by a target group that all
   * clusters share; `weighted`, by `weights`, with a target group for each cluster.
   * @default "shared"
   */
  readonly traffic?: Traffic["traffic"];
  /**
   * Which part of the requests goes to which cluster, with `traffic: "weighted"`: weights from 0 to 999 by the names of all
   * clusters, of an app or, as `default`, of all other apps. An app needs one above 0. A client that has the cookie of
   * `clusterStickinessSeconds` stays with its cluster whatever the weights.
   * @default - none
   * @example { default: { cluster1: 90, cluster2: 10 }, shop: { cluster1: 100, cluster2: 0 } }
   */
  readonly weights?: Readonly<Record<string, ClusterWeights>>;
  /**
   * Whether to make the target groups of the other kind of `traffic` too, without requests, so that clusters can bind both and
   * their targets are healthy before `traffic` changes.
   * @default false
   */
  readonly prepareTraffic?: boolean;
  /**
   * Seconds for which a client stays with its cluster, from 1 to 604800 (a week). Needed where an app has target groups for
   * several clusters and `targetGroup.stickiness`.
   * @default - every request may go to another cluster
   */
  readonly clusterStickinessSeconds?: number;
  /**
   * A listener of somebody else to which rules are added: load balancer, security groups, certificates and default action
   * stay theirs. Another one replaces the rules.
   * @default - a load balancer of its own
   */
  readonly listenerArn?: pulumi.Input<string>;
  /**
   * Priority of a given listener from which on its numbers are free, from 1 to 40000: rules stand ten apart, so that later ones
   * fit between. Needed with `listenerArn`.
   * @default - 1, and a hundred apart, on a listener of its own
   */
  readonly priorityFrom?: number;
  /**
   * Limits that AWS has raised for the account.
   * @default - what AWS grants to everybody
   */
  readonly quotas?: RoutingQuotas;
  /** Changes children where the args above do not reach. */
  readonly transform?: SharedLoadBalancerTransforms;
}

export interface SharedLoadBalancerTransforms extends WebAclTransforms {
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly httpListener?: Transform<aws.lb.ListenerArgs>;
  readonly httpsListener?: Transform<aws.lb.ListenerArgs>;
  /** Reaches every certificate but the first. */
  readonly certificate?: Transform<aws.lb.ListenerCertificateArgs>;
  /** Reaches every rule; a function gets its Pulumi name too. */
  readonly rule?: Transform<aws.lb.ListenerRuleArgs>;
  readonly targetGroups?: SharedTargetGroupsTransforms;
}

/** Children of a {@link SharedLoadBalancer}. */
export interface SharedLoadBalancerNodes {
  /** Undefined with a given listener, as are the next four. */
  readonly securityGroup: aws.ec2.SecurityGroup | undefined;
  readonly loadBalancer: aws.lb.LoadBalancer | undefined;
  readonly httpListener: aws.lb.Listener | undefined;
  /** Undefined without TLS, too. */
  readonly httpsListener: aws.lb.Listener | undefined;
  /** Undefined where none is wanted, too. */
  readonly webAclAssociation: aws.wafv2.WebAclAssociation | undefined;
  /** Further certificates of the HTTPS listener. */
  readonly certificates: readonly aws.lb.ListenerCertificate[];
  readonly rules: readonly aws.lb.ListenerRule[];
  readonly targetGroups: SharedTargetGroups;
}
