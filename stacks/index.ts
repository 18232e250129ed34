/**
 * The stacks of this project, for programs that embed them: one function that builds the stack which its configuration
 * describes, and the contract by which a stack of another program joins the load balancer.
 *
 * @packageDocumentation
 */
import { loadStackConfig } from "./config/config.ts";
import type { ClusterConfig } from "./config/stack-config.ts";
import { deployEdge } from "./edge.ts";
import { findLiving, type Living } from "./living/living.ts";
import { keepScaledNodes } from "./living/scaled-node-groups.ts";
import { deployMember } from "./member.ts";
import type { StackOutputs } from "./outputs.ts";
import { deployPrimary } from "./primary.ts";
import { refuseAddonJumps } from "./refusals/addon-jumps.ts";
import { refuseCreatorsEntry } from "./refusals/creator-entry.ts";
import { refuseEarlyWeights } from "./refusals/early-weights.ts";
import { refuseLostEndpoints } from "./refusals/lost-endpoints.ts";
import { refuseLostNlbs } from "./refusals/lost-nlbs.ts";
import { refuseLostPodSubnets } from "./refusals/lost-pod-subnets.ts";
import { refuseLostTargetGroups } from "./refusals/lost-target-groups.ts";
import { refuseLostZones } from "./refusals/lost-zones.ts";
import { refuseUnfitKeys } from "./refusals/kms-keys.ts";
import { refuseMissingTopic } from "./refusals/missing-topic.ts";
import { refuseMissingZone } from "./refusals/missing-zone.ts";
import { refuseMoves } from "./refusals/moves.ts";
import { refuseMissingNamespaces } from "./refusals/new-cluster.ts";
import { refuseOtherTargetGroup } from "./refusals/other-target-group.ts";
import { refuseSharedNames } from "./refusals/shared-names.ts";
import { refuseTakenNames } from "./refusals/taken-names.ts";
import { warnOfUncoveredHosts } from "./refusals/uncovered-hosts.ts";

export { ConfigError } from "./config/config.ts";
export type { ConfigProblem } from "./config/issues.ts";
export { readSharedIngress, type SharedIngress } from "./contract/contract.ts";
export type { StackOutputs } from "./outputs.ts";

/**
 * Builds the stack that its configuration describes.
 *
 * @throws ConfigError with everything that is wrong with the configuration, before anything is created; RunError when
 *   member stacks would lose what they share, or the stack that shares the load balancer cannot be joined.
 */
export async function deployStack(): Promise<StackOutputs> {
  const config = loadStackConfig();
  const living = await findLiving(config);
  const isHeld = await refuseMoves(config, living);
  await refuseLostZones(config, living);
  await refuseMissingZone(config);
  if (config.role !== "member") {
    refuseLostEndpoints(config, living, isHeld);
    await refuseLostPodSubnets(config, living);
    await refuseOtherTargetGroup(config, living, isHeld);
    await refuseLostTargetGroups(config, living, isHeld);
    if (config.role === "primary") await refuseLostNlbs(config, living, isHeld);
    await refuseEarlyWeights(config, living, isHeld);
    await refuseMissingTopic(config);
    await refuseSharedNames(config);
    await refuseTakenNames(config);
    await warnOfUncoveredHosts(config);
  }
  await refuseUnfitKeys(config, living);
  return config.role === "edge"
    ? await deployEdge(config, living)
    : await deployCluster(config, living, isHeld);
}

async function deployCluster(config: ClusterConfig, living: Living, isHeld: boolean): Promise<StackOutputs> {
  await refuseCreatorsEntry(config, living);
  await refuseMissingNamespaces(config, living);
  await refuseAddonJumps(config, living);
  const kept = await keepScaledNodes(config, living);
  return kept.role === "primary"
    ? await deployPrimary(kept, living, isHeld)
    : await deployMember(kept, living);
}
