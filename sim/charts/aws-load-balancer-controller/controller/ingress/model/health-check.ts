import type { Service } from "../../kubernetes/objects.ts";
import { lookUpPort } from "../../kubernetes/service-port.ts";
import type { HealthCheck, TargetGroupResource, TargetType } from "../../model.ts";
import { int32Of, stringOf, type Annotations } from "../annotations.ts";

const TRAFFIC_PORT = "traffic-port";

/** Health check of a target group, with the controller's defaults. Facts: pkg/ingress/model_builder.go. */
export function buildHealthCheck(
  service: Service,
  annotations: Annotations,
  {
    targetType,
    protocol,
    protocolVersion,
  }: Pick<TargetGroupResource, "targetType" | "protocol" | "protocolVersion">,
): HealthCheck {
  const grpc = protocolVersion === "GRPC";
  const codes = stringOf(annotations, "success-codes");
  const port = healthCheckPort(service, annotations, targetType);
  const checkProtocol = stringOf(annotations, "healthcheck-protocol") ?? protocol;
  if (checkProtocol !== "HTTP" && checkProtocol !== "HTTPS") {
    throw new Error("healthCheckProtocol must be within [HTTP, HTTPS]");
  }
  return {
    port,
    protocol: checkProtocol,
    path: stringOf(annotations, "healthcheck-path") ?? (grpc ? "/AWS.ALB/healthcheck" : "/"),
    matcher: grpc ? { GrpcCode: codes ?? "12" } : { HttpCode: codes ?? "200" },
    intervalSeconds: int32Of(annotations, "healthcheck-interval-seconds") ?? 15,
    timeoutSeconds: int32Of(annotations, "healthcheck-timeout-seconds") ?? 5,
    healthyThresholdCount: int32Of(annotations, "healthy-threshold-count") ?? 2,
    unhealthyThresholdCount: int32Of(annotations, "unhealthy-threshold-count") ?? 2,
  };
}

/** A number, or the name of a port of the Service. */
function healthCheckPort(service: Service, annotations: Annotations, targetType: TargetType): string {
  const raw = stringOf(annotations, "healthcheck-port");
  if (raw === undefined || raw === TRAFFIC_PORT || /^\d+$/.test(raw)) return raw ?? TRAFFIC_PORT;
  const port = lookUpPort(service, raw, "failed to resolve healthCheckPort: ");
  if (targetType === "instance") return String(port.nodePort ?? 0);
  if (typeof port.targetPort === "number") return String(port.targetPort);
  throw new Error(
    "cannot use named healthCheckPort for IP TargetType when service's targetPort is a named port",
  );
}
