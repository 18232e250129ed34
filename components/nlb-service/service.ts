import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { knownAnnotations, requireMultiCluster, revisionOf, withRevisionTag } from "../shared/revision.ts";
import { transformed, type WithPlainMetadata } from "../shared/transform.ts";
import { NLB_ANNOTATION, nlbAnnotations } from "./annotations.ts";
import type { ResolvedCreateNlb, ResolvedJoinNlb } from "./resolve.ts";
import { servicePorts } from "./service-ports.ts";

type ServiceArgs = kubernetes.types.input.core.v1.Service;

/** Left to the controller by this class, and not to the one inside of EKS. */
const LOAD_BALANCER_CLASS = "service.k8s.aws/nlb";

/** What needs another load balancer: its addresses the controller does not look at again, and the rest has no way back. */
const REPLACING = ["scheme", "eip-allocations", "private-ipv4-addresses"];

/** A Service that has a load balancer, and which state of it the controller is to apply. */
export interface BalancedService {
  readonly service: kubernetes.core.v1.Service;
  readonly revision: pulumi.Output<string>;
}

/**
 * The Service of which the controller makes the load balancer. Pulumi's own wait for it wants endpoints, which come only with
 * the workload; a host name tells that there is a load balancer.
 */
export function createBalancedService(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateNlb,
): BalancedService {
  const own = {
    args: serviceArgs(args),
    opts: {
      parent,
      // Its name is fixed.
      deleteBeforeReplace: true,
      replaceOnChanges: REPLACING.map((one) => `metadata.annotations["${NLB_ANNOTATION}${one}"]`),
    },
  };
  const { args: wanted, opts } = transformed<ServiceArgs, WithPlainMetadata<ServiceArgs>>(
    `${name}-service`,
    own,
    args.transform.service,
  );
  const annotations = knownAnnotations(wanted).apply((known) =>
    requireMultiCluster(known, `${NLB_ANNOTATION}multi-cluster-target-group`, "transform.service"),
  );
  const revision = pulumi.all([annotations, wanted.spec]).apply(([known, spec]) => revisionOf(known, spec));
  const revised = withRevisionTag(wanted, `${NLB_ANNOTATION}additional-resource-tags`, revision);
  return { service: new kubernetes.core.v1.Service(`${name}-service`, revised, opts), revision };
}

function serviceArgs(args: ResolvedCreateNlb): WithPlainMetadata<ServiceArgs> {
  return {
    metadata: {
      name: args.serviceName,
      namespace: args.namespace,
      annotations: {
        ...nlbAnnotations(args),
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
      },
    },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: LOAD_BALANCER_CLASS,
      allocateLoadBalancerNodePorts: args.allocateNodePorts,
      ...commonSpec(args),
      ...defined({ loadBalancerSourceRanges: args.sourceRanges && [...args.sourceRanges] }),
    },
  };
}

/** The Service of a cluster that joins: bindings refer to it. */
export function createPlainService(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedJoinNlb,
): kubernetes.core.v1.Service {
  return createObject(kubernetes.core.v1.Service, `${name}-service`, {
    args: {
      metadata: {
        name: args.serviceName,
        namespace: args.namespace,
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: { type: args.targetType === "instance" ? "NodePort" : "ClusterIP", ...commonSpec(args) },
    },
    opts: { parent },
    transform: args.transform.service,
  });
}

function commonSpec({ selector, ports, externalTrafficPolicy }: ResolvedCreateNlb | ResolvedJoinNlb) {
  return { selector, ports: servicePorts(ports), ...defined({ externalTrafficPolicy }) };
}
