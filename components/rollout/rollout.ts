import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { selectorProblems } from "../shared/service-selector.ts";
import { TARGET_GROUP_BINDING } from "../shared/target-group-binding.ts";
import { componentType } from "../shared/transform.ts";

export interface RolloutArgs {
  /** The workload, made with the annotations {@link LEFT_TO_ROLLOUT}. It wants at least one pod. */
  readonly deployment: kubernetes.apps.v1.Deployment;
  /** Name of the TargetGroupBinding that registers its pods, in the same namespace. */
  readonly targetGroupBinding: pulumi.Input<string>;
  /**
   * Selector of the binding's Service, {@link MultiClusterIngress.selector}. If it finds none of the pods this is said at
   * once, in previews too; otherwise the wait for targets would end by its time-out.
   * @default - not looked at
   */
  readonly serviceSelector?: Readonly<Record<string, string>>;
}

/** Annotations of a Deployment whose rollout is waited for by a {@link Rollout}, not by the Deployment itself. */
export const LEFT_TO_ROLLOUT = { "pulumi.com/skipAwait": "true" } as const;

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
  constructor(name: string, args: RolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("Rollout"), name, {}, opts);
    const { metadata } = args.deployment;
    const spec = selectedSpec(name, args);
    const { namespace } = metadata;
    new kubernetes.apiextensions.CustomResourcePatch(
      `${name}-targets`,
      {
        ...TARGET_GROUP_BINDING,
        metadata: {
          namespace,
          name: args.targetGroupBinding,
          annotations: { "pulumi.com/waitFor": JSON.stringify(HAS_SERVED) },
        },
      },
      {
        parent: this,
        dependsOn: [args.deployment],
        // The controller removes the note when it next looks at a binding of its own. A refresh must not call that
        // drift, and an update must not undo it.
        ignoreChanges: ["metadata.annotations"],
        // Taking the note back would fail on a binding that is gone.
        retainOnDelete: true,
      },
    );
    new kubernetes.apps.v1.DeploymentPatch(
      `${name}-pods`,
      {
        metadata: {
          namespace,
          name: metadata.name,
          // Another one for every change of the Deployment, so that each is waited for.
          annotations: { "multicluster-ingress/rollout": pulumi.jsonStringify(spec).apply(fingerprint) },
        },
      },
      { parent: this, dependsOn: [args.deployment], retainOnDelete: true },
    );
    this.registerOutputs({});
  }
}

/** The Deployment's spec. @throws ArgsError, when it is known, if the Service finds none of its pods. */
function selectedSpec(name: string, { deployment, serviceSelector }: RolloutArgs) {
  if (serviceSelector === undefined) return deployment.spec;
  return deployment.spec.apply((spec) => {
    const labels = spec.template.metadata?.labels ?? {};
    refuseProblems(`Rollout "${name}"`, selectorProblems("serviceSelector", serviceSelector, labels));
    return spec;
  });
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
