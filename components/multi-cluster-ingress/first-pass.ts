import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { TARGET_GROUP_BINDING } from "../shared/target-group-binding.ts";
import type { AppService } from "./service.ts";
import type { SideArgs } from "./side-args.ts";

/** A binding of an app, whoever made it. */
export interface AwaitedBinding {
  readonly name: pulumi.Output<string>;
  /** Beginning of the Pulumi name of what waits for it. */
  readonly resourceName: string;
  /** Is there when the binding is. */
  readonly after: pulumi.Resource;
}

/**
 * Waits until the controller has passed over each binding of an app whose workload somebody else deploys. Whether there
 * are pods is that somebody's affair; that the controller may register them, and can open the nodes, shows here.
 */
export function awaitFirstPasses(
  parent: pulumi.Resource,
  { transform }: SideArgs,
  { app, namespace }: AppService,
  bindings: readonly AwaitedBinding[],
): readonly kubernetes.apiextensions.CustomResourcePatch[] {
  if (!app.awaitFirstPass) return [];
  return bindings.map(({ name, resourceName, after }) =>
    createChild(kubernetes.apiextensions.CustomResourcePatch, `${resourceName}-first-pass`, {
      args: {
        ...TARGET_GROUP_BINDING,
        metadata: {
          namespace,
          name,
          annotations: {
            "pulumi.com/waitFor": "jsonpath={.status.observedGeneration}",
            // The note of a Rollout stays behind where the workload was deployed by one before.
            "pulumi.com/patchForce": "true",
          },
        },
      },
      // As in Rollout: the controller removes the note, and taking it back would fail on a binding that is gone.
      opts: { parent, dependsOn: [after], ignoreChanges: ["metadata.annotations"], retainOnDelete: true },
      transform: transform.firstPass,
    }),
  );
}
