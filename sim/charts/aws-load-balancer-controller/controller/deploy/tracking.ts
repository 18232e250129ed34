import { stackIdText, type StackId, type Tags } from "../model.ts";

/** Tag of everything that the controller of a cluster makes. */
export const CLUSTER_TAG = "elbv2.k8s.aws/cluster";
const LEGACY_CLUSTER_TAG = "ingress.k8s.aws/cluster";
const STACK_TAG = "ingress.k8s.aws/stack";

/** Tag that says which resource of its stack an AWS object is. */
export const RESOURCE_ID_TAG = "ingress.k8s.aws/resource";

/**
 * How the controller finds its AWS objects again: by tags, never by name. Facts: pkg/deploy/tracking/provider.go.
 */
export function stackTags(clusterName: string, stack: StackId): Tags {
  return { [CLUSTER_TAG]: clusterName, [STACK_TAG]: stackIdText(stack) };
}

/** Tags that the predecessor of this controller used. */
export function legacyStackTags(clusterName: string, stack: StackId): Tags {
  return { [LEGACY_CLUSTER_TAG]: clusterName, [STACK_TAG]: stackIdText(stack) };
}

/** All tags of one resource; those of tracking go before any other. */
export function resourceTags(clusterName: string, stack: StackId, resourceId: string, own: Tags): Tags {
  return { ...own, ...stackTags(clusterName, stack), [RESOURCE_ID_TAG]: resourceId };
}

/** Tag keys of older versions: left where they are. */
export function legacyTagKeys(clusterName: string): readonly string[] {
  return [
    `kubernetes.io/cluster/${clusterName}`,
    "kubernetes.io/cluster-name",
    "kubernetes.io/namespace",
    "kubernetes.io/ingress-name",
    "kubernetes.io/service-name",
    "kubernetes.io/service-port",
    LEGACY_CLUSTER_TAG,
  ];
}

/** Labels of the TargetGroupBindings of a stack. */
export function stackLabels(stack: StackId): Readonly<Record<string, string>> {
  return stack.namespace === ""
    ? { "ingress.k8s.aws/stack": stack.name }
    : { "ingress.k8s.aws/stack-namespace": stack.namespace, "ingress.k8s.aws/stack-name": stack.name };
}
