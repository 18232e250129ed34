import type { Service } from "./kubernetes/objects.ts";
import type { HealthCheck, TargetGroupResource } from "./model.ts";
import { healthCheckPort, TRAFFIC_PORT } from "./target-ports.ts";

/** What is said of a health check, by annotations or by a configuration; undefined: the controller's default. */
export interface HealthCheckSettings {
  readonly port: string | undefined;
  readonly protocol: string | undefined;
  readonly path: string | undefined;
  /** Answers of healthy targets, of HTTP or of gRPC. */
  readonly codes: string | undefined;
  readonly intervalSeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly healthyThresholdCount: number | undefined;
  readonly unhealthyThresholdCount: number | undefined;
}

/** In what the controller's halves for Ingresses and for Gateways differ. */
interface HealthCheckDefaults {
  readonly httpCodes: string;
  readonly threshold: number;
  /** Before what is wrong with the port. */
  readonly label?: string;
}

/**
 * Health check of a target group of an Application Load Balancer. Facts: pkg/ingress/model_build_target_group.go,
 * pkg/gateway/model/model_build_target_group.go.
 */
export function applicationHealthCheck(
  service: Service,
  settings: HealthCheckSettings,
  targetGroup: Pick<TargetGroupResource, "targetType" | "protocol" | "protocolVersion">,
  { httpCodes, threshold, label }: HealthCheckDefaults,
): HealthCheck {
  const grpc = targetGroup.protocolVersion === "GRPC";
  const { codes, protocol = targetGroup.protocol } = settings;
  const port = healthCheckPort(service, settings.port ?? TRAFFIC_PORT, targetGroup.targetType, label);
  if (protocol !== "HTTP" && protocol !== "HTTPS") {
    throw new Error("healthCheckProtocol must be within [HTTP, HTTPS]");
  }
  return {
    port,
    protocol,
    path: settings.path ?? (grpc ? "/AWS.ALB/healthcheck" : "/"),
    matcher: grpc ? { GrpcCode: codes ?? "12" } : { HttpCode: codes ?? httpCodes },
    intervalSeconds: settings.intervalSeconds ?? 15,
    timeoutSeconds: settings.timeoutSeconds ?? 5,
    healthyThresholdCount: settings.healthyThresholdCount ?? threshold,
    unhealthyThresholdCount: settings.unhealthyThresholdCount ?? threshold,
  };
}
