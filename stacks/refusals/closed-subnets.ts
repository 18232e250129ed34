import { ConfigError } from "../config/config.ts";
import type { MemberConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import { endpointProblems } from "../network/endpoints.ts";

/** @throws ConfigError for nodes in shared subnets from which they would reach neither AWS nor their images. */
export async function refuseClosedSubnets(config: MemberConfig, shared: SharedIngress): Promise<void> {
  const problems = await endpointProblems(config, shared);
  if (problems.length > 0) throw new ConfigError(problems);
}
