import { stackIdText, type StackId, type Tags } from "../model.ts";

/** Tag of everything that the controller of a cluster makes. */
export const CLUSTER_TAG = "elbv2.k8s.aws/cluster";
const LEGACY_CLUSTER_TAG = "ingress.k8s.aws/cluster";

/** What the tags of those stacks begin with that are for Ingresses, Services or Gateways. */
export type TrackingPrefix = "ingress.k8s.aws" | "service.k8s.aws" | "gateway.k8s.aws.alb";

/**
 * How the controller finds its AWS objects again: by tags, never by name. Facts: pkg/deploy/tracking/provider.go.
 */
export class Tracking {
  readonly #prefix: TrackingPrefix;
  readonly #clusterName: string;

  constructor(prefix: TrackingPrefix, clusterName: string) {
    this.#prefix = prefix;
    this.#clusterName = clusterName;
  }

  stackTags(stack: StackId): Tags {
    return { [CLUSTER_TAG]: this.#clusterName, ...this.#stackTag(stack) };
  }

  /** Both sets of tags by which a stack's objects are found: the predecessor of this controller used another. */
  stackTagSets(stack: StackId): readonly Tags[] {
    return [this.stackTags(stack), { [LEGACY_CLUSTER_TAG]: this.#clusterName, ...this.#stackTag(stack) }];
  }

  /** All tags of one resource; those of tracking go before any other. */
  resourceTags(stack: StackId, resourceId: string, own: Tags): Tags {
    return { ...own, ...this.stackTags(stack), [`${this.#prefix}/resource`]: resourceId };
  }

  /** Which resource of its stack an AWS object is. */
  resourceIdOf(tags: Tags): string | undefined {
    return tags[`${this.#prefix}/resource`];
  }

  /** Labels of the TargetGroupBindings of a stack. */
  stackLabels(stack: StackId): Readonly<Record<string, string>> {
    const key = `${this.#prefix}/stack`;
    return stack.namespace === ""
      ? { [key]: stack.name }
      : { [`${key}-namespace`]: stack.namespace, [`${key}-name`]: stack.name };
  }

  #stackTag(stack: StackId): Tags {
    return { [`${this.#prefix}/stack`]: stackIdText(stack) };
  }
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
