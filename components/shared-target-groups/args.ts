import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { TargetAppArgs } from "../shared/load-balancer/target-app.ts";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** Defaults of {@link SharedTargetGroupsArgs}. */
export const SHARED_TARGET_GROUPS_DEFAULTS = {
  shared: true,
  clusters: [],
} as const satisfies Partial<SharedTargetGroupsArgs>;

export interface SharedTargetGroupsArgs {
  /** VPC of the load balancer and of every cluster behind it. Another one replaces the target groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Apps that have target groups. */
  readonly apps: readonly TargetAppArgs[];
  /**
   * Whether every app has a target group that all clusters share.
   * @default true
   */
  readonly shared?: boolean;
  /**
   * Clusters for each of which every app has a target group of its own, by their names.
   * @default - none
   * @example ["cluster1", "cluster2"]
   */
  readonly clusters?: readonly string[];
  /**
   * Tags besides `Name`.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: SharedTargetGroupsTransforms;
}

export interface SharedTargetGroupsTransforms {
  /** Reaches every target group; a function gets its Pulumi name too. */
  readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
}

/** Children of {@link SharedTargetGroups}. */
export interface SharedTargetGroupsNodes {
  /** By app; those that all clusters share. */
  readonly shared: Readonly<Record<string, aws.lb.TargetGroup>>;
  /** By app and cluster. */
  readonly byCluster: Readonly<Record<string, Readonly<Record<string, aws.lb.TargetGroup>>>>;
}
