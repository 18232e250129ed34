import type { ClusterConfig } from "../config/stack-config.ts";
import { refuseDrain, type GroupsOfStack } from "./drain.ts";
import { refuseLastAbsence } from "./last-absence.ts";
import { refuseOtherNodePort } from "./other-node-port.ts";
import { refuseWeightedAbsence } from "./weighted-absence.ts";

/**
 * Refuses to take a cluster, or an application in it, from behind the load balancer where requests would fail, be it for a
 * while.
 *
 * @throws ConfigError, before anything changes.
 */
export async function refuseLeaving(config: ClusterConfig, groups: GroupsOfStack): Promise<void> {
  refuseWeightedAbsence(config, groups.now);
  await refuseLastAbsence(config, groups.before);
  await refuseDrain(config, groups);
  await refuseOtherNodePort(config, groups.before);
}
