import type { ServicePort } from "../../../kubernetes/objects.ts";
import type { ControllerConfig } from "./config.ts";
import type { Service } from "./kubernetes/objects.ts";
import type { BindingResource, Reference, TargetGroupResource } from "./model.ts";
import { networkingPorts } from "./target-ports.ts";

/** What a target group of an Application Load Balancer is bound to. */
interface Bound {
  readonly service: Service;
  /** As it is called where the Service is referred to. */
  readonly port: number | string;
  readonly servicePort: ServicePort;
  /** Source of the rules that let the load balancer in; undefined: security groups are left alone. */
  readonly source: Reference | undefined;
}

/** The binding of a target group, apart from what Ingresses and Gateways say in ways of their own. */
export function applicationBinding(
  config: ControllerConfig,
  { service, port, servicePort, source }: Bound,
  targetGroup: TargetGroupResource,
): Omit<BindingResource, "multiCluster"> {
  const rules = config.disableRestrictedSgRules
    ? [[{ protocol: "TCP" as const }]]
    : networkingPorts(servicePort, targetGroup);
  return {
    namespace: service.metadata.namespace ?? "",
    name: targetGroup.name,
    targetGroup: { resource: targetGroup.resourceId },
    targetType: targetGroup.targetType,
    targetGroupProtocol: targetGroup.protocol,
    serviceRef: { name: service.metadata.name, port },
    ...(source !== undefined && { networking: { source, rules } }),
    ipAddressType: targetGroup.ipAddressType,
    vpcId: config.vpcId,
  };
}
