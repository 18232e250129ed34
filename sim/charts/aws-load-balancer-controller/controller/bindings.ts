import type { ServicePort } from "../../../kubernetes/objects.ts";
import type { ControllerConfig } from "./config.ts";
import type { Service } from "./kubernetes/objects.ts";
import type { BindingResource, NetworkingPort, Reference, TargetGroupResource } from "./model.ts";
import { networkingPorts } from "./target-ports.ts";

/** What a target group is bound to. */
interface Bound {
  readonly service: Service;
  /** As it is called where the Service is referred to. */
  readonly port: number | string;
  /** Source of the rules that let the load balancer in; undefined: security groups are left alone. */
  readonly source: Reference | undefined;
  /** Labels of the nodes that are targets, where instances are. Default: of any. */
  readonly nodeLabels?: Readonly<Record<string, string>> | undefined;
}

/** The binding of a target group, apart from what each kind of objects says in a way of its own. */
export function bindingOf(
  { vpcId }: ControllerConfig,
  { service, port, source, nodeLabels = {} }: Bound,
  targetGroup: TargetGroupResource,
  rules: readonly (readonly NetworkingPort[])[],
): Omit<BindingResource, "multiCluster"> {
  return {
    namespace: service.metadata.namespace ?? "",
    name: targetGroup.name,
    targetGroup: { resource: targetGroup.resourceId },
    targetType: targetGroup.targetType,
    targetGroupProtocol: targetGroup.protocol,
    serviceRef: { name: service.metadata.name, port },
    ...(source !== undefined && { networking: { source, rules } }),
    ipAddressType: targetGroup.ipAddressType,
    vpcId,
    ...(Object.keys(nodeLabels).length > 0 && { nodeSelector: { matchLabels: nodeLabels } }),
  };
}

/** Of a target group of an Application Load Balancer. */
export function applicationBinding(
  config: ControllerConfig,
  { servicePort, ...bound }: Bound & { readonly servicePort: ServicePort },
  targetGroup: TargetGroupResource,
): Omit<BindingResource, "multiCluster"> {
  const rules = config.disableRestrictedSgRules
    ? [[{ protocol: "TCP" as const }]]
    : networkingPorts(servicePort, targetGroup);
  return bindingOf(config, bound, targetGroup, rules);
}
