import { applicationHealthCheck } from "../../health-check.ts";
import type { Service } from "../../kubernetes/objects.ts";
import type { HealthCheck, TargetGroupResource } from "../../model.ts";
import { int32Of, stringOf, type Annotations } from "../annotations.ts";

/** Health check of a target group, as annotations say it. */
export function buildHealthCheck(
  service: Service,
  annotations: Annotations,
  targetGroup: Pick<TargetGroupResource, "targetType" | "protocol" | "protocolVersion">,
): HealthCheck {
  const settings = {
    port: stringOf(annotations, "healthcheck-port"),
    protocol: stringOf(annotations, "healthcheck-protocol"),
    path: stringOf(annotations, "healthcheck-path"),
    codes: stringOf(annotations, "success-codes"),
    intervalSeconds: int32Of(annotations, "healthcheck-interval-seconds"),
    timeoutSeconds: int32Of(annotations, "healthcheck-timeout-seconds"),
    healthyThresholdCount: int32Of(annotations, "healthy-threshold-count"),
    unhealthyThresholdCount: int32Of(annotations, "unhealthy-threshold-count"),
  };
  const defaults = { httpCodes: "200", threshold: 2, label: "failed to resolve healthCheckPort: " };
  return applicationHealthCheck(service, settings, targetGroup, defaults);
}
