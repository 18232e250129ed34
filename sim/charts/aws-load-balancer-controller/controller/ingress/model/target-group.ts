import { NotSimulated } from "../../../../../core/errors.ts";
import type { ServicePort } from "../../../../../kubernetes/objects.ts";
import { namespacedName, type Service } from "../../kubernetes/objects.ts";
import { lookUpPort } from "../../kubernetes/service-port.ts";
import {
  identityOf,
  stackIdOf,
  type BindingResource,
  type TargetGroupResource,
  type TargetType,
} from "../../model.ts";
import { targetGroupName } from "../../names.ts";
import { booleanOf, mapOf, stringOf, type Annotations } from "../annotations.ts";
import type { ClassifiedIngress } from "../class.ts";
import { applicationBinding } from "../../bindings.ts";
import { targetAddressType, targetGroupPort } from "../../target-ports.ts";
import type { BuildContext } from "./context.ts";
import { buildHealthCheck } from "./health-check.ts";
import { backendTags } from "./tags.ts";

/** What an Ingress forwards to. */
interface Backend {
  readonly member: ClassifiedIngress;
  readonly service: Service;
  /** The port as the Ingress names it. */
  readonly port: number | string;
  readonly servicePort: ServicePort;
  /** Those of the Service before those of the Ingress. */
  readonly annotations: Annotations;
}

/**
 * The target group for a Service's port behind an Ingress, and its binding; one for all rules that forward there.
 * Annotations of the Service go before those of the Ingress. Facts: pkg/ingress/model_build_target_group.go.
 */
export function buildTargetGroup(
  context: BuildContext,
  member: ClassifiedIngress,
  service: Service,
  port: number | string,
): TargetGroupResource {
  const resourceId = `${namespacedName(member.ingress)}-${service.metadata.name}:${port}`;
  const present = context.targetGroups.get(resourceId);
  if (present !== undefined) return present;
  const servicePort = lookUpPort(service, port);
  const annotations = { ...member.ingress.metadata.annotations, ...service.metadata.annotations };
  if (stringOf(annotations, `target-control-port.${service.metadata.name}.${port}`) !== undefined) {
    throw new NotSimulated("ingress annotation target-control-port");
  }
  const backend: Backend = { member, service, port, servicePort, annotations };
  const targetGroup = describeTargetGroup(context, backend, resourceId);
  context.targetGroups.set(resourceId, targetGroup);
  context.bindings.push(describeBinding(context, backend, targetGroup));
  return targetGroup;
}

function describeTargetGroup(
  context: BuildContext,
  { member, service, port, servicePort, annotations }: Backend,
  resourceId: string,
): TargetGroupResource {
  const { config, group } = context;
  const targetType = targetTypeOf(context, member, annotations);
  const protocol = oneOf(annotations, "backend-protocol", ["HTTP", "HTTPS"], "backend protocol");
  const protocolVersion = oneOf(
    annotations,
    "backend-protocol-version",
    ["HTTP1", "HTTP2", "GRPC"],
    "backend protocol version",
  );
  const healthCheck = buildHealthCheck(service, annotations, { targetType, protocol, protocolVersion });
  const attributes = mapOf(annotations, "target-group-attributes") ?? {};
  const tags = backendTags(config, member, service);
  const ipAddressType = targetAddressType(context.ipAddressType, service);
  const targetPort = targetGroupPort(targetType, servicePort);
  const { ingress } = member;
  return {
    resourceId,
    name: targetGroupName({
      clusterName: config.clusterName,
      group: group.id,
      ingress: stackIdOf(ingress),
      service: identityOf(service),
      servicePort: String(port),
      port: targetPort,
      targetType,
      protocol,
      protocolVersion,
    }),
    targetType,
    port: targetPort,
    protocol,
    protocolVersion,
    ipAddressType,
    healthCheck,
    attributes,
    tags,
  };
}

function targetTypeOf(
  { config }: BuildContext,
  { params }: ClassifiedIngress,
  annotations: Annotations,
): TargetType {
  const type = params?.spec?.targetType ?? stringOf(annotations, "target-type") ?? config.defaultTargetType;
  if (type === "instance") return type;
  if (type !== "ip") throw new Error(`unknown targetType: ${type}`);
  if (!config.featureGates.EnableIPTargetType) {
    throw new Error(`unsupported targetType: ${type} when EnableIPTargetType is false`);
  }
  return type;
}

/** The annotation's value, or the first of the allowed ones. */
function oneOf(
  annotations: Annotations,
  name: string,
  allowed: readonly [string, ...string[]],
  what: string,
): string {
  const value = stringOf(annotations, name) ?? allowed[0];
  if (!allowed.includes(value)) throw new Error(`${what} must be within [${allowed.join(", ")}]: ${value}`);
  return value;
}

function describeBinding(
  context: BuildContext,
  { member: { ingress }, service, port, servicePort, annotations }: Backend,
  targetGroup: TargetGroupResource,
): BindingResource {
  const { config, backendSource } = context;
  const nodeLabels =
    targetGroup.targetType === "instance" ? mapOf(annotations, "target-node-labels") : undefined;
  const flag = "multi-cluster-target-group";
  const multiCluster =
    (booleanOf(ingress.metadata.annotations, flag) ?? false) ||
    (booleanOf(service.metadata.annotations, flag) ?? false);
  const bound = { service, servicePort, port, source: backendSource, nodeLabels };
  return {
    ...applicationBinding(config, bound, targetGroup),
    multiCluster,
  };
}
