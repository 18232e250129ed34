import { isDeleting } from "../../kubernetes/objects.ts";
import { emptyStack, type BuiltModel } from "../../model.ts";
import { mapOf } from "../annotations.ts";
import type { IngressGroup } from "../group.ts";
import type { ModelSources } from "../../model-sources.ts";
import type { BuildContext } from "./context.ts";
import { buildListenPorts } from "./listen-ports.ts";
import { buildListeners } from "./listeners.ts";
import {
  buildIpAddressType,
  buildLoadBalancer,
  buildScheme,
  buildSubnets,
  refuseUnmodelled,
} from "./load-balancer.ts";
import { buildSecurityGroups } from "./security-groups.ts";

/**
 * What AWS is to look like for a group of Ingresses. A group without members has an empty stack: all goes.
 *
 * @throws Error as shown in the event FailedBuildModel.
 */
export function buildModel(sources: ModelSources, group: IngressGroup): BuiltModel {
  for (const ingress of group.inactiveMembers) {
    if (!isDeleting(ingress)) continue;
    const attributes = mapOf(ingress.metadata.annotations, "load-balancer-attributes");
    if (attributes?.["deletion_protection.enabled"] === "true") {
      throw new Error(`deletion_protection is enabled, cannot delete the ingress: ${ingress.metadata.name}`);
    }
  }
  if (group.members.length === 0) return { stack: emptyStack(group.id), usesBackendSecurityGroup: false };

  refuseUnmodelled(group.members);
  const context: BuildContext = {
    ...sources,
    group,
    targetGroups: new Map(),
    bindings: [],
    usesBackendSecurityGroup: false,
    ipAddressType: "ipv4",
  };
  const ports = buildListenPorts(sources.config, group.members);
  const scheme = buildScheme(context);
  context.ipAddressType = buildIpAddressType(context);
  const subnetIds = buildSubnets(context, scheme);
  const securityGroups = buildSecurityGroups(context, ports);
  const loadBalancer = buildLoadBalancer(context, scheme, subnetIds, securityGroups.references);
  const listeners = buildListeners(context, ports);
  return {
    stack: {
      id: group.id,
      securityGroups: securityGroups.managed === undefined ? [] : [securityGroups.managed],
      targetGroups: [...context.targetGroups.values()],
      loadBalancer,
      listeners,
      bindings: context.bindings,
    },
    usesBackendSecurityGroup: context.usesBackendSecurityGroup,
  };
}
