import { createHash } from "node:crypto";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/inputs.ts";
import { ALB_ANNOTATION } from "./ingress-annotations.ts";

type IngressArgs = kubernetes.types.input.networking.v1.Ingress;
type Annotations = Readonly<Record<string, pulumi.Input<string>>>;

/** What the controller reads elsewhere of an Ingress. */
type Setting = Readonly<Record<string, unknown>>;

/** Tag of everything that the controller makes of the Ingress: which state of the Ingress it was made from. */
export const REVISION_TAG = "multicluster-ingress/revision";

const MULTI_CLUSTER = `${ALB_ANNOTATION}multi-cluster-target-group`;
const TAGS = `${ALB_ANNOTATION}tags`;

/** An Ingress as it goes to the cluster, and what must be known of it to tell when the controller has applied it. */
export interface RevisedIngress {
  readonly args: IngressArgs;
  readonly annotations: pulumi.Output<Readonly<Record<string, string>>>;
  readonly ruleCount: pulumi.Output<number>;
  readonly revision: pulumi.Output<string>;
}

/**
 * Marks an Ingress with a fingerprint of all that it asks for, as one more tag.
 *
 * Nothing in Kubernetes tells when the controller is done with a changed Ingress: its status has a host name and ports,
 * which mostly stay as they are. But the controller works in one order - security groups, target groups, load balancer
 * with its attributes, listeners with their certificates, and in the end their rules - and stops at the first refusal.
 * So once a rule bears the new tag, all that comes before it has been applied (pkg/deploy/stack_deployer.go).
 *
 * @param elsewhere what the controller reads on each Service, and of the class, besides.
 */
export function withRevision(args: IngressArgs, elsewhere: readonly Setting[] = []): RevisedIngress {
  const annotations = annotationsOf(args);
  const settings = elsewhere.filter((one) => Object.keys(one).length > 0);
  const revision = pulumi.all([annotations, args.spec, settings]).apply(fingerprint);
  const tagged = (present: Annotations | undefined): Annotations => ({
    ...present,
    [TAGS]: pulumi.all([present?.[TAGS], revision]).apply(([tags, value]) => withTag(tags, value)),
  });
  const metadata = mapInput(args.metadata, (present) => ({
    ...present,
    annotations: mapInput<Annotations | undefined, Annotations>(present?.annotations, tagged),
  }));
  return { args: { ...args, metadata }, annotations, ruleCount: countRules(args.spec), revision };
}

function annotationsOf({ metadata }: IngressArgs): pulumi.Output<Readonly<Record<string, string>>> {
  return pulumi.output(metadata).apply((known) => requireMultiCluster(known?.annotations ?? {}));
}

/** Annotations that a transform has left. @throws RunError without the one that protects other clusters' pods. */
export function requireMultiCluster<T extends Readonly<Record<string, string>>>(annotations: T): T {
  if (annotations[MULTI_CLUSTER] === "true") return annotations;
  throw new pulumi.RunError(
    `transform.ingress takes the annotation ${MULTI_CLUSTER} away, without which the controller takes the pods of all ` +
      "other clusters out of the target group; add to args.metadata.annotations instead of replacing them",
  );
}

function countRules(spec: IngressArgs["spec"]): pulumi.Output<number> {
  return pulumi
    .output(spec)
    .apply((known) => (known?.rules ?? []).flatMap(({ http }) => http?.paths ?? []).length);
}

/** Without settings elsewhere it is that of earlier versions, which had none. */
function fingerprint([annotations, spec, settings]: [
  Readonly<Record<string, string>>,
  unknown,
  readonly unknown[],
]): string {
  const entries = Object.entries(annotations)
    .filter(([key]) => !key.startsWith("pulumi.com/"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([entries, spec, ...settings]))
    .digest("hex")
    .slice(0, 16);
}

function withTag(tags: string | undefined, revision: string): string {
  return [...(tags ? [tags] : []), `${REVISION_TAG}=${revision}`].join(",");
}
