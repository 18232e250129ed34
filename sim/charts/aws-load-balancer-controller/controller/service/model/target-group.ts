import type { ServicePort } from "../../../../../kubernetes/objects.ts";
import { bindingOf } from "../../bindings.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import {
  identityOf,
  type BindingResource,
  type HealthCheck,
  type NetworkingPort,
  type Reference,
  type Tags,
  type TargetGroupResource,
  type TargetType,
} from "../../model.ts";
import { serviceTargetGroupName } from "../../names.ts";
import { TRAFFIC_PORT } from "../../target-ports.ts";
import { booleanOf, mapOf, stringOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";
import { buildHealthCheck } from "./health-check.ts";
import { serviceTags } from "./tags.ts";

/** The target group for a port of the Service, and its binding. Facts: pkg/service/model_build_target_group.go. */
export function buildTargetGroup(
  context: BuildContext,
  port: ServicePort,
  protocol: string,
  backendSource: Reference | undefined,
): { readonly targetGroup: TargetGroupResource; readonly binding: BindingResource } {
  const targetGroup = describeTargetGroup(context, port, protocol);
  return { targetGroup, binding: describeBinding(context, port, targetGroup, backendSource) };
}

function describeTargetGroup(
  context: BuildContext,
  port: ServicePort,
  protocol: string,
): TargetGroupResource {
  const { config, service } = context;
  const targetType = targetTypeOf(context, port);
  const healthCheck = buildHealthCheck(context, targetType);
  const attributes = attributesOf(context);
  const groupPort = targetGroupPort(targetType, port);
  return {
    resourceId: `${namespacedName(service)}:${port.port}`,
    name: serviceTargetGroupName(config.clusterName, identityOf(service), [
      groupPort,
      port.port,
      targetType,
      protocol,
      healthCheck.protocol,
      healthCheck.intervalSeconds,
    ]),
    targetType,
    port: groupPort,
    protocol,
    ipAddressType: "ipv4",
    healthCheck,
    attributes,
    tags: serviceTags(context),
  };
}

function targetTypeOf({ annotations, config, service }: BuildContext, port: ServicePort): TargetType {
  const type = stringOf(annotations, "aws-load-balancer-nlb-target-type") ?? config.defaultTargetType;
  if (type === "ip" && !config.featureGates.EnableIPTargetType) {
    throw new Error(`unsupported targetType: ${type} when EnableIPTargetType is false`);
  }
  if (type === "ip" || stringOf(annotations, "aws-load-balancer-type") === "nlb-ip") return "ip";
  if (service.spec.type === "ClusterIP") {
    throw new Error(`unsupported service type "ClusterIP" for load balancer target type "${type}"`);
  }
  if ((port.nodePort ?? 0) === 0 && service.spec.allocateLoadBalancerNodePorts === false) {
    throw new Error("unable to support instance target type with an unallocated NodePort");
  }
  return "instance";
}

/** The port of the group itself; targets bring their own. A named port becomes 1. */
function targetGroupPort(targetType: TargetType, { nodePort = 0, targetPort }: ServicePort): number {
  if (targetType === "instance") return nodePort;
  return typeof targetPort === "number" ? targetPort : 1;
}

function attributesOf({ annotations }: BuildContext): Tags {
  const proxy = stringOf(annotations, "aws-load-balancer-proxy-protocol");
  if (proxy !== undefined && proxy !== "*") {
    throw new Error(
      `invalid value ${proxy} for Load Balancer proxy protocol v2 annotation, only value currently supported is *`,
    );
  }
  return {
    "proxy_protocol_v2.enabled": "false",
    ...mapOf(annotations, "aws-load-balancer-target-group-attributes"),
    ...(proxy === "*" && { "proxy_protocol_v2.enabled": "true" }),
  };
}

function describeBinding(
  { annotations, config, service }: BuildContext,
  port: ServicePort,
  targetGroup: TargetGroupResource,
  source: Reference | undefined,
): BindingResource {
  const { targetType, protocol, healthCheck } = targetGroup;
  const target = targetType === "instance" ? (port.nodePort ?? 0) : port.targetPort;
  const ports = config.disableRestrictedSgRules ? allPorts(protocol) : portsOf(protocol, target, healthCheck);
  const nodeLabels =
    targetType === "instance" ? mapOf(annotations, "aws-load-balancer-target-node-labels") : undefined;
  return {
    ...bindingOf(config, { service, port: port.port, source, nodeLabels }, targetGroup, [ports]),
    multiCluster: booleanOf(annotations, "aws-load-balancer-multi-cluster-target-group") ?? false,
  };
}

function allPorts(protocol: string): readonly NetworkingPort[] {
  return protocol.includes("UDP") ? [{ protocol: "TCP" }, { protocol: "UDP" }] : [{ protocol: "TCP" }];
}

/** Traffic, and health checks where they come by another port or, for UDP, by TCP. */
function portsOf(
  protocol: string,
  target: number | string,
  { port }: HealthCheck,
): readonly NetworkingPort[] {
  const checksTarget = port === TRAFFIC_PORT || port === String(target);
  const traffic: NetworkingPort = { protocol: protocol.includes("UDP") ? "UDP" : "TCP", port: target };
  const byTcp: NetworkingPort = { protocol: "TCP", port: target };
  const both = protocol === "TCP_UDP" || (protocol === "UDP" && checksTarget) ? [traffic, byTcp] : [traffic];
  return checksTarget ? both : [...both, { protocol: "TCP", port: Number(port) }];
}
