import type { Cloud } from "../../cloud.ts";
import { scheduleHealthChecks } from "./health-checks.ts";
import { activateLater } from "./load-balancer.ts";
import { removeLater } from "./network-interfaces.ts";
import { removeDrained } from "./target.ts";

/** Goes on with what was under way when a world was saved: provisioning, draining, health checks. */
export function resumeElbv2(cloud: Cloud): void {
  for (const loadBalancer of cloud.elbv2.loadBalancers.values()) activateLater(cloud, loadBalancer);
  for (const departing of cloud.elbv2.departingInterfaces.values()) removeLater(cloud, departing);
  for (const group of cloud.elbv2.targetGroups.values()) {
    for (const [key, { drainsUntil }] of Object.entries(group.targets)) {
      if (drainsUntil !== undefined) removeDrained(cloud, group.arn, key, drainsUntil);
    }
    scheduleHealthChecks(cloud, group);
  }
}
