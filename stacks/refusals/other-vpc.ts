import { ConfigError } from "../config/config.ts";
import type { MemberConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import type { Living } from "../living/living.ts";

/**
 * Refuses a shared stack in another VPC than the one in which the member's cluster lives, before anything is registered:
 * EKS would, in the middle of the update. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 *
 * @throws ConfigError
 */
export async function refuseOtherVpc(
  { clusterName, sharedStack }: MemberConfig,
  { vpcId }: SharedIngress,
  living: Living,
): Promise<void> {
  const cluster = await living.cluster();
  if (cluster === undefined || cluster.vpcId === vpcId) return;
  throw new ConfigError([
    {
      path: "sharedStack",
      reason:
        `is "${sharedStack}", which is in ${vpcId}, but cluster "${clusterName}" lives in ${cluster.vpcId}, and another VPC ` +
        "would be another cluster; set it back, or destroy the stack first",
    },
  ]);
}
