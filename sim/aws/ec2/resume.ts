import type { Cloud } from "../../core/cloud.ts";
import { resumeInstances } from "./instance.ts";
import { resumeNatGateways } from "./nat-gateway.ts";

/** Goes on with what was under way when a world was saved: instances and NAT gateways that start or stop. */
export function resumeEc2(cloud: Cloud): void {
  resumeInstances(cloud);
  resumeNatGateways(cloud);
}
