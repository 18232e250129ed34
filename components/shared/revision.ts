import { createHash } from "node:crypto";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "./inputs.ts";

/** Tag of everything that the controller makes of an object: which state of the object it was made from. */
export const REVISION_TAG = "multicluster-ingress/revision";

type Annotations = Readonly<Record<string, pulumi.Input<string>>>;

/** A Kubernetes object, as far as annotations are concerned. */
interface Annotated {
  readonly metadata?: pulumi.Input<kubernetes.types.input.meta.v1.ObjectMeta | undefined>;
}

/** Annotations of an object, when they are known. */
export function knownAnnotations({ metadata }: Annotated): pulumi.Output<Readonly<Record<string, string>>> {
  return pulumi.output(metadata).apply((known) => known?.annotations ?? {});
}

/** A fingerprint of all that an object asks the controller for. Notes for Pulumi are not among that. */
export function revisionOf(
  annotations: Readonly<Record<string, string>>,
  ...others: readonly unknown[]
): string {
  const entries = Object.entries(annotations)
    .filter(([key]) => !key.startsWith("pulumi.com/"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint(JSON.stringify([entries, ...others]));
}

/** Sixteen digits that stand for a text. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * An object that has its revision as one more tag among those that it asks for.
 *
 * @param tags the annotation that has the tags.
 */
export function withRevisionTag<Args extends object>(
  args: Args & Annotated,
  tags: string,
  revision: pulumi.Input<string>,
): Args {
  const tagged = (present: Annotations | undefined): Annotations => ({
    ...present,
    [tags]: pulumi
      .all([present?.[tags], revision])
      .apply(([list, value]) => [...(list ? [list] : []), `${REVISION_TAG}=${value}`].join(",")),
  });
  const metadata = mapInput(args.metadata, (present) => ({
    ...present,
    annotations: mapInput<Annotations | undefined, Annotations>(present?.annotations, tagged),
  }));
  return { ...args, metadata };
}

/**
 * Annotations that a transform has left.
 *
 * @param flag the annotation that protects pods of other clusters.
 * @throws RunError without it.
 */
export function requireMultiCluster<T extends Readonly<Record<string, string>>>(
  annotations: T,
  flag: string,
  transform: string,
): T {
  if (annotations[flag] === "true") return annotations;
  throw new pulumi.RunError(
    `${transform} takes the annotation ${flag} away, without which the controller takes the pods of all ` +
      "other clusters out of the target group; add to args.metadata.annotations instead of replacing them",
  );
}
