/** What pods of every cluster must keep to behind an application's target group, and what the load balancer does. */
import {
  DEMO_APPS,
  HEALTH_CHECK_DEFAULTS,
  TARGET_GROUP_DEFAULTS,
  type HealthCheckArgs,
  type TargetGroupArgs,
} from "../../components/index.ts";
import type { PrimaryConfig } from "../config/stack-config.ts";
import type { SharedApp } from "../contract/shared-app.ts";
import { portOf, type AppConfig } from "./app.ts";

/** Keys that hold for all applications that say nothing else. */
type IngressConfig = Pick<PrimaryConfig["ingress"], "healthCheck" | "targetGroup">;

/** The terms of one application, without the target groups. */
export function termsOf(ingress: IngressConfig, app: AppConfig): Required<Omit<SharedApp, "targetGroups">> {
  const { targetType = "ip", protocolVersion = "HTTP1", retire = false } = app.entry;
  const { port } = { ...HEALTH_CHECK_DEFAULTS, ...healthCheckOf(ingress, app) };
  const { deregistrationDelaySeconds } = { ...TARGET_GROUP_DEFAULTS, ...targetGroupOf(ingress, app) };
  return {
    port: portOf(app),
    healthCheckPort: port,
    deregistrationDelaySeconds,
    targetType,
    protocolVersion,
    retire,
    namespace: app.entry.namespace ?? "",
  };
}

/** A demo page answers health checks on a path of its own. */
export function healthCheckOf(ingress: IngressConfig, { entry }: AppConfig): HealthCheckArgs {
  const page = entry.content && { path: DEMO_APPS[entry.content.type].healthCheckPath };
  return { ...page, ...ingress.healthCheck, ...entry.healthCheck };
}

export function targetGroupOf(ingress: IngressConfig, { entry }: AppConfig): TargetGroupArgs {
  return { ...ingress.targetGroup, ...entry.targetGroup };
}
