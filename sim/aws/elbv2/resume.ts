import type { Cloud } from "../../core/cloud.ts";
import { scheduleHealthChecks } from "./health/health-checks.ts";
import { activateLater } from "./load-balancer/load-balancer.ts";
import { removeLater } from "./load-balancer/network-interfaces.ts";
import { elbv2State } from "./state.ts";
import { removeDrained } from "./target/target.ts";

/** Goes on with what was under way when a world was saved: provisioning, draining, health checks. */
export function resumeElbv2(cloud: Cloud): void {
  for (const loadBalancer of elbv2State(cloud).loadBalancers.values()) activateLater(cloud, loadBalancer);
  for (const departing of elbv2State(cloud).departingInterfaces.values()) removeLater(cloud, departing);
  for (const group of elbv2State(cloud).targetGroups.values()) {
    for (const [key, { drainsUntil }] of Object.entries(group.targets)) {
      if (drainsUntil !== undefined) removeDrained(cloud, group.arn, key, drainsUntil);
    }
    scheduleHealthChecks(cloud, group);
  }
}
