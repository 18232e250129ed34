/**
 * The stacks of this project, for programs that embed them: one function that builds the stack which its configuration
 * describes, and the contract by which a stack of another program joins the load balancer.
 *
 * @packageDocumentation
 */
import { refuseAddonJumps } from "./addon-jumps.ts";
import { loadStackConfig } from "./config/config.ts";
import { refuseCreatorsEntry } from "./creator-entry.ts";
import { deployMember } from "./member.ts";
import type { StackOutputs } from "./outputs.ts";
import { refuseLostZones } from "./network/lost-zones.ts";
import { ownOutputs } from "./own-outputs.ts";
import { deployPrimary } from "./primary.ts";
import { keepScaledNodes } from "./scaled-node-groups.ts";
import { refuseMoves } from "./refuse-moves.ts";

export { ConfigError } from "./config/config.ts";
export type { ConfigProblem } from "./config/issues.ts";
export { readSharedIngress, type SharedIngress } from "./contract.ts";
export type { StackOutputs } from "./outputs.ts";

/**
 * Builds the stack that its configuration describes.
 *
 * @throws ConfigError with everything that is wrong with the configuration, before anything is created; RunError when
 *   member stacks would lose what they share, or the stack that shares the load balancer cannot be joined.
 */
export async function deployStack(): Promise<StackOutputs> {
  const config = await keepScaledNodes(loadStackConfig());
  const before = await ownOutputs();
  const isHeld = await refuseMoves(config, before);
  await refuseLostZones(config, before);
  await refuseCreatorsEntry(config);
  await refuseAddonJumps(config);
  switch (config.role) {
    case "primary":
      return await deployPrimary(config, before, isHeld);
    case "member":
      return await deployMember(config, before);
  }
}
