import type { Service } from "../../kubernetes/objects.ts";
import type { HealthCheck, TargetGroupResource } from "../../model.ts";
import { healthCheckPort, TRAFFIC_PORT } from "../../target-ports.ts";
import { int32Of, stringOf, type Annotations } from "../annotations.ts";

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
  const port = healthCheckPort(
    service,
    stringOf(annotations, "healthcheck-port") ?? TRAFFIC_PORT,
    targetType,
    "failed to resolve healthCheckPort: ",
  );
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
