/** The subresource `scale`: pkg/registry/apps/deployment/storage/storage.go of kubernetes. */
import { KubernetesError } from "../../core/errors.ts";
import { formatSelector } from "../label-selector.ts";
import type { LabelSelector } from "../objects.ts";
import type { KubeObject, Scale } from "../types.ts";
import type { Kind } from "./kinds.ts";

/** What an object that scales has. */
interface Scalable {
  readonly spec: { readonly replicas?: number; readonly selector: LabelSelector };
  readonly status: { readonly replicas?: number };
}

/** @throws KubernetesError of a kind that has no such subresource. */
export function requireScale({ hasScale }: Kind): void {
  if (!hasScale)
    throw new KubernetesError("NotFound", "the server could not find the requested resource", 404);
}

export function scaleOf({ metadata, ...object }: KubeObject): Scale {
  const { spec, status } = object as unknown as Scalable;
  const { name, namespace = "", uid, resourceVersion, creationTimestamp } = metadata;
  return {
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: status.replicas ?? 0, selector: formatSelector(spec.selector) },
  };
}

/** The object as a client wants it that has changed its scale. */
export function scaled(object: KubeObject, { metadata, spec }: Scale): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, resourceVersion: metadata.resourceVersion },
    spec: { ...(object as unknown as Scalable).spec, replicas: spec.replicas },
  };
}
