import type { Cloud } from "../../../core/cloud.ts";
import { reachabilityProbe } from "./reachability-probe.ts";
import type { HealthProbe } from "../records.ts";
import { elbv2State } from "../state.ts";

/** How health checks of a cloud find out what a target answers. */
export function probeOf(cloud: Cloud): HealthProbe {
  return elbv2State(cloud).probe ?? reachabilityProbe;
}
