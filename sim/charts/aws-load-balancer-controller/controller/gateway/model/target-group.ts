import { defined } from "../../../../../core/defined.ts";
import type { ServicePort } from "../../../../../kubernetes/objects.ts";
import type { Route, TargetGroupProps } from "../../kubernetes/gateway-objects.ts";
import type { Service } from "../../kubernetes/objects.ts";
import { applicationBinding } from "../../bindings.ts";
import { applicationHealthCheck } from "../../health-check.ts";
import { stackIdOf, type BindingResource, type HealthCheck, type TargetGroupResource } from "../../model.ts";
import { routeTargetGroupName } from "../../names.ts";
import { targetAddressType, targetGroupPort } from "../../target-ports.ts";
import { targetGroupProps } from "../configuration.ts";
import { keyValues, withDefaultTags } from "../../tags.ts";
import type { BuildContext } from "./context.ts";

/** What a route forwards to. */
export interface ServiceBackend {
  readonly route: Route;
  readonly service: Service;
  readonly servicePort: ServicePort;
}

/**
 * The target group for a Service's port behind a route, and its binding; one for all rules of the route that forward there.
 * Facts: pkg/gateway/model/model_build_target_group.go.
 */
export function buildTargetGroup(
  context: BuildContext,
  backend: ServiceBackend,
  listenerProtocol: string,
): TargetGroupResource {
  const { route, service, servicePort } = backend;
  const resourceId = `${idOf(context.gateway, "/")}:${idOf(route, "-")}:${route.kind}-${idOf(service, "-")}:${servicePort.targetPort}`;
  const present = context.targetGroups.get(resourceId);
  if (present !== undefined) return present;
  const props = targetGroupProps(context.reader, service, context.defaults);
  const targetGroup = describeTargetGroup(context, backend, props, { resourceId, listenerProtocol });
  context.targetGroups.set(resourceId, targetGroup);
  context.bindings.push(describeBinding(context, backend, props, targetGroup));
  return targetGroup;
}

function describeTargetGroup(
  context: BuildContext,
  { route, service, servicePort }: ServiceBackend,
  props: TargetGroupProps,
  { resourceId, listenerProtocol }: { readonly resourceId: string; readonly listenerProtocol: string },
): TargetGroupResource {
  const { config, gateway } = context;
  const targetType = props.targetType ?? config.defaultTargetType;
  if (targetType !== "ip" && targetType !== "instance") throw new Error(`unknown targetType: ${targetType}`);
  const protocol = protocolOf(props);
  const protocolVersion = protocolVersionOf(props, servicePort, route, listenerProtocol);
  const port = targetGroupPort(targetType, servicePort);
  const settings = [String(port), targetType, protocol, protocolVersion];
  return {
    resourceId,
    name: routeTargetGroupName(
      config.clusterName,
      stackIdOf(gateway),
      { kind: route.kind, ...stackIdOf(route) },
      stackIdOf(service),
      settings,
    ),
    targetType,
    port,
    protocol,
    protocolVersion,
    ipAddressType: targetAddressType("ipv4", service),
    healthCheck: healthCheckOf(props, service, { targetType, protocol, protocolVersion }),
    attributes: keyValues(props.targetGroupAttributes),
    tags: withDefaultTags(config, props.tags ?? {}),
  };
}

function protocolOf({ protocol = "HTTP" }: TargetGroupProps): string {
  if (protocol === "HTTP" || protocol === "HTTPS") return protocol;
  throw new Error(`backend protocol must be within [HTTP, HTTPS]: ${protocol}`);
}

/** Only an HTTPS listener lets targets be spoken to by anything else than HTTP/1.1. */
function protocolVersionOf(
  { protocolVersion }: TargetGroupProps,
  { appProtocol }: ServicePort,
  { kind }: Route,
  listenerProtocol: string,
): string {
  if (listenerProtocol !== "HTTPS") return "HTTP1";
  const byRoute = kind === "GRPCRoute" ? "GRPC" : undefined;
  const byPort = appProtocol === "kubernetes.io/h2c" ? "HTTP2" : "HTTP1";
  return protocolVersion ?? byRoute ?? byPort;
}

function healthCheckOf(
  { healthCheckConfig: check = {} }: TargetGroupProps,
  service: Service,
  targetGroup: Pick<TargetGroupResource, "targetType" | "protocol" | "protocolVersion">,
): HealthCheck {
  const settings = {
    port: check.healthCheckPort,
    protocol: check.healthCheckProtocol,
    path: check.healthCheckPath,
    codes: targetGroup.protocolVersion === "GRPC" ? check.matcher?.grpcCode : check.matcher?.httpCode,
    intervalSeconds: check.healthCheckInterval,
    timeoutSeconds: check.healthCheckTimeout,
    healthyThresholdCount: check.healthyThresholdCount,
    unhealthyThresholdCount: check.unhealthyThresholdCount,
  };
  return applicationHealthCheck(service, settings, targetGroup, { httpCodes: "200-399", threshold: 3 });
}

function describeBinding(
  { config, backendSource: source, gateway }: BuildContext,
  { service, servicePort }: ServiceBackend,
  { enableMultiCluster: multiCluster = false }: TargetGroupProps,
  targetGroup: TargetGroupResource,
): BindingResource {
  const bound = { service, servicePort, port: servicePort.port, source };
  return {
    ...applicationBinding(config, bound, targetGroup),
    ...defined({ annotations: gateway.spec.infrastructure?.annotations }),
    multiCluster,
  };
}

interface Named {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}

function idOf({ metadata: { namespace = "", name } }: Named, separator: string): string {
  return `${namespace}${separator}${name}`;
}
