import { NotSimulated } from "../../../../../core/errors.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import type { HealthCheck, TargetType } from "../../model.ts";
import { healthCheckPort, TRAFFIC_PORT } from "../../target-ports.ts";
import { int32Of, stringOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";

/** By TCP: whether the port takes connections. */
const DEFAULT = { protocol: "TCP", port: TRAFFIC_PORT, path: "/", timeout: 10, threshold: 3 };

/** Facts: pkg/service/model_build_target_group.go, defaults in model_builder.go. */
export function buildHealthCheck(context: BuildContext, targetType: TargetType): HealthCheck {
  refuseLocal(context, targetType);
  const { annotations, service } = context;
  const protocol = protocolOf(context);
  const number = (name: string) => int32Of(annotations, `aws-load-balancer-healthcheck-${name}`);
  return {
    port: healthCheckPort(
      service,
      stringOf(annotations, "aws-load-balancer-healthcheck-port") ?? DEFAULT.port,
      targetType,
      "failed to resolve healthCheckPort: ",
    ),
    protocol,
    ...(protocol !== "TCP" && requestOf(context)),
    intervalSeconds: number("interval") ?? 10,
    timeoutSeconds: number("timeout") ?? DEFAULT.timeout,
    healthyThresholdCount: number("healthy-threshold") ?? DEFAULT.threshold,
    unhealthyThresholdCount: number("unhealthy-threshold") ?? DEFAULT.threshold,
  };
}

/** Of nodes that pass traffic on to pods of their own only these have other defaults. */
const OTHERWISE_FOR_LOCAL = ["protocol", "port", "timeout", "healthy-threshold", "unhealthy-threshold"];

/** Such nodes would be asked for their pods at the Service's health check node port. */
function refuseLocal(context: BuildContext, targetType: TargetType): void {
  const { annotations, service } = context;
  const { externalTrafficPolicy, type } = service.spec;
  if (targetType !== "instance" || externalTrafficPolicy !== "Local" || type !== "LoadBalancer") return;
  const ofRequest = protocolOf(context) === "TCP" ? [] : ["path"];
  const names = [...OTHERWISE_FOR_LOCAL, ...ofRequest].map((name) => `aws-load-balancer-healthcheck-${name}`);
  if (names.every((name) => stringOf(annotations, name) !== undefined)) return;
  throw new NotSimulated("health check node port", `Service ${namespacedName(service)}`);
}

function protocolOf({ annotations }: BuildContext): string {
  const raw = stringOf(annotations, "aws-load-balancer-healthcheck-protocol") ?? DEFAULT.protocol;
  const protocol = raw.toUpperCase();
  if (["TCP", "HTTP", "HTTPS"].includes(protocol)) return protocol;
  throw new Error(`unsupported health check protocol ${raw}`);
}

function requestOf({ annotations }: BuildContext): Pick<HealthCheck, "path" | "matcher"> {
  return {
    path: stringOf(annotations, "aws-load-balancer-healthcheck-path") ?? DEFAULT.path,
    matcher: { HttpCode: stringOf(annotations, "aws-load-balancer-healthcheck-success-codes") ?? "200-399" },
  };
}
