import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { prefixedBy, type Annotations } from "../shared/controller-annotations.ts";
import { NAMES_PREFIX, NLB_NAMES_DEFAULTS, type NlbNamesArgs } from "./name-args.ts";
import type { ResolvedCreateNlb } from "./resolve.ts";

/**
 * A Service that stands for the load balancer's DNS name, with the annotations that ExternalDNS reads: they hold for all names
 * alike. It goes before the load balancer's own, so that ExternalDNS has the time of that to take the records away.
 */
export function createNames(
  parent: pulumi.Resource,
  name: string,
  { names, clusterName, namespace, serviceName, transform }: ResolvedCreateNlb,
  dnsName: pulumi.Output<string>,
): kubernetes.core.v1.Service | undefined {
  if (names === undefined) return undefined;
  return createObject(kubernetes.core.v1.Service, `${name}-names`, {
    args: {
      metadata: {
        name: `${NAMES_PREFIX}${serviceName}`,
        namespace,
        annotations: nameAnnotations(names, clusterName),
      },
      spec: { type: "ExternalName", externalName: dnsName },
    },
    opts: { parent },
    transform: transform.names,
  });
}

/** @param clusterName by default what tells the records apart. */
export function nameAnnotations(names: NlbNamesArgs, clusterName: pulumi.Input<string>): Annotations {
  const { hosts, weight, setIdentifier = clusterName } = names;
  const weighted = weight !== undefined && { "set-identifier": setIdentifier, "aws-weight": String(weight) };
  const prefix = names.annotationPrefix ?? NLB_NAMES_DEFAULTS.annotationPrefix;
  return prefixedBy(prefix, { hostname: hosts.join(","), ...weighted });
}
