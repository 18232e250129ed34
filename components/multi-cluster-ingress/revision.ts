import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { knownAnnotations, requireMultiCluster, revisionOf, withRevisionTag } from "../shared/revision.ts";
import { ALB_ANNOTATION } from "./ingress-annotations.ts";

type IngressArgs = kubernetes.types.input.networking.v1.Ingress;

/** What the controller reads elsewhere of an Ingress. */
type Setting = Readonly<Record<string, unknown>>;

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
  // Without settings elsewhere it is that of earlier versions, which had none.
  const revision = pulumi
    .all([annotations, args.spec, settings])
    .apply(([known, spec, ofAll]) => revisionOf(known, spec, ...ofAll));
  return {
    args: withRevisionTag(args, TAGS, revision),
    annotations,
    ruleCount: countRules(args.spec),
    revision,
  };
}

function annotationsOf(args: IngressArgs): pulumi.Output<Readonly<Record<string, string>>> {
  return knownAnnotations(args).apply((known) =>
    requireMultiCluster(known, MULTI_CLUSTER, "transform.ingress"),
  );
}

function countRules(spec: IngressArgs["spec"]): pulumi.Output<number> {
  return pulumi
    .output(spec)
    .apply((known) => (known?.rules ?? []).flatMap(({ http }) => http?.paths ?? []).length);
}
