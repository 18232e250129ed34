import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../shared/transform.ts";

/** Annotations of a Deployment whose rollout is waited for by a {@link Rollout}, not by the Deployment itself. */
export const LEFT_TO_ROLLOUT = { "pulumi.com/skipAwait": "true" } as const;

export interface RolloutArgs {
  /** The workload, made with the annotations {@link LEFT_TO_ROLLOUT}. It wants at least one pod. */
  readonly deployment: kubernetes.apps.v1.Deployment;
  /**
   * Name of the TargetGroupBinding that registers its pods, in the same namespace; or a list, where several register them:
   * each is waited for.
   */
  readonly targetGroupBinding: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /**
   * Selector of the binding's Service, {@link MultiClusterIngress.selector}. If it finds none of the pods this is said at
   * once, in previews too; otherwise the wait for targets would end by its time-out.
   * @default - not looked at
   */
  readonly serviceSelector?: Readonly<Record<string, string>>;
  /** Changes children where the args above do not reach. */
  readonly transform?: RolloutTransforms;
}

/** One per child. */
export interface RolloutTransforms {
  readonly targets?: Transform<kubernetes.apiextensions.CustomResourcePatchArgs>;
  readonly pods?: Transform<kubernetes.apps.v1.DeploymentPatchArgs>;
}

/** Children of a {@link Rollout}. */
export interface RolloutNodes {
  /** Waits for the binding. */
  readonly targets: kubernetes.apiextensions.CustomResourcePatch;
  /** Wait for the bindings after the first one. */
  readonly otherTargets: readonly kubernetes.apiextensions.CustomResourcePatch[];
  /** Waits for the Deployment. */
  readonly pods: kubernetes.apps.v1.DeploymentPatch;
}
