import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import { listOf } from "../shared/one-or-more.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { fingerprint } from "../shared/revision.ts";
import { TARGET_GROUP_BINDING } from "../shared/target-group-binding.ts";
import type { RolloutArgs, RolloutNodes } from "./args.ts";
import { podProblems, rolloutProblems } from "./check.ts";
import { resolveRolloutArgs, type ResolvedRolloutArgs } from "./resolve.ts";

/**
 * Waits until a workload serves behind a TargetGroupBinding: its pods are rolled out and, when it is new, registered
 * with the target group (and, with readiness gates, healthy there).
 *
 * A Deployment by itself tells too little. If AWS refuses the controller a call that concerns targets, or a node has
 * no one security group to open, its pods merely stay unready for want of a readiness gate, and without gates nothing
 * at all is wrong with them; the cause is in the events of the binding. Pulumi shows events only of what it waits for.
 * So the Deployment is made without waiting, and what it leads to is waited for on two sides: the pods, and the binding.
 */
export class Rollout extends pulumi.ComponentResource {
  readonly nodes: RolloutNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: RolloutArgs): readonly ProblemOf<RolloutArgs>[] {
    return rolloutProblems(resolveRolloutArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: RolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveRolloutArgs(args);
    refuseProblems("Rollout", name, rolloutProblems(resolved));
    super(componentType("Rollout"), name, {}, opts);

    const [targets, ...otherTargets] = createTargetsWaits(this, name, resolved);
    const pods = createPodsWait(this, name, resolved);

    this.nodes = { targets: targets!, otherTargets, pods };
    this.registerOutputs({});
  }
}

/**
 * The beginning of the controller's checkpoint of a binding without a single target: a SHA-256 of nothing, in base64url.
 */
const NO_TARGETS = createHash("sha256").update("").digest("base64url");

/**
 * True once the controller is done with a binding that has targets.
 *
 * A binding's generation is written after the first complete pass, which comes before the first pod. Only the annotation
 * `elbv2.k8s.aws/checkpoint` tells of later passes: a hash of the targets, a slash, a hash of the spec. The controller
 * empties it before it changes anything, and fills it in when all targets are registered, their security groups open and,
 * with readiness gates, all of them healthy (pkg/targetgroupbinding/resource_manager.go, the same code in v3.4.3 and
 * v3.5.0).
 *
 * The test whether it is there is needed: Pulumi's provider crashes when it has to match a value that is missing.
 */
const HAS_SERVED = [
  "jsonpath={.status.observedGeneration}",
  "jsonpath={$[?@.annotations['elbv2.k8s.aws/checkpoint'] && " +
    `!match(@.annotations['elbv2.k8s.aws/checkpoint'], '(${NO_TARGETS}/.*)?')]}`,
] as const;

function createTargetsWaits(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedRolloutArgs,
): kubernetes.apiextensions.CustomResourcePatch[] {
  return listOf(args.targetGroupBinding).map((binding, index) =>
    createTargetsWait(parent, `${name}-targets${index === 0 ? "" : `-${index}`}`, args, binding),
  );
}

function createTargetsWait(
  parent: pulumi.Resource,
  name: string,
  { deployment, transform }: ResolvedRolloutArgs,
  targetGroupBinding: pulumi.Input<string>,
): kubernetes.apiextensions.CustomResourcePatch {
  return createChild(kubernetes.apiextensions.CustomResourcePatch, name, {
    args: {
      ...TARGET_GROUP_BINDING,
      metadata: {
        namespace: deployment.metadata.namespace,
        name: targetGroupBinding,
        annotations: {
          "pulumi.com/waitFor": JSON.stringify(HAS_SERVED),
          // The note of an earlier wait, for pods of somebody else, stays behind.
          "pulumi.com/patchForce": "true",
        },
      },
    },
    opts: {
      parent,
      dependsOn: [deployment],
      // The controller removes the note when it next looks at a binding of its own. A refresh must not call that
      // drift, and an update must not undo it.
      ignoreChanges: ["metadata.annotations"],
      // Taking the note back would fail on a binding that is gone.
      retainOnDelete: true,
    },
    transform: transform.targets,
  });
}

function createPodsWait(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedRolloutArgs,
): kubernetes.apps.v1.DeploymentPatch {
  const { deployment, transform } = args;
  return createChild(kubernetes.apps.v1.DeploymentPatch, `${name}-pods`, {
    args: {
      metadata: {
        namespace: deployment.metadata.namespace,
        name: deployment.metadata.name,
        // Another one for every change of the Deployment, so that each is waited for.
        annotations: {
          "multicluster-ingress/rollout": pulumi.jsonStringify(selectedSpec(name, args)).apply(fingerprint),
        },
      },
    },
    opts: { parent, dependsOn: [deployment], retainOnDelete: true },
    transform: transform.pods,
  });
}

/** The Deployment's spec. @throws ArgsError, when it is known, if the Service finds none of its pods. */
function selectedSpec(name: string, args: ResolvedRolloutArgs) {
  const { spec } = args.deployment;
  if (args.serviceSelector === undefined) return spec;
  return spec.apply((known) => {
    refuseProblems("Rollout", name, podProblems(args, known.template.metadata?.labels ?? {}));
    return known;
  });
}
