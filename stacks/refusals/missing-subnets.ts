import * as pulumi from "@pulumi/pulumi";
import { NODE_GROUP_DEFAULTS } from "../../components/index.ts";
import type { MemberConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";

/** @throws RunError when something is to be in subnets that the shared network does not have. */
export function refuseMissingSubnets(config: MemberConfig, shared: SharedIngress): void {
  for (const tier of ["public", "private"] as const) {
    if (shared[`${tier}SubnetIds`].length > 0) continue;
    const keys = [
      ...(config.controlPlaneSubnets === tier ? ["controlPlaneSubnets"] : []),
      ...config.nodeGroups.flatMap(({ subnets = NODE_GROUP_DEFAULTS.subnets }, index) =>
        subnets === tier ? [`nodeGroups[${index}].subnets`] : [],
      ),
    ];
    if (keys.length === 0) continue;
    const other = tier === "public" ? "private" : "public";
    throw new pulumi.RunError(
      `stack "${config.sharedStack}" shares no ${tier} subnets; set ${keys.join(" and ")} to ${other}`,
    );
  }
  const { podNetworking, sharedStack } = config;
  const needsPods = podNetworking.mode === "custom-networking" && podNetworking.podSubnetIds === undefined;
  if (!needsPods || Object.keys(shared.podSubnetIds).length > 0) return;
  throw new pulumi.RunError(
    `stack "${sharedStack}" shares no subnets for pods; set vpc.secondaryCidrBlocks there and update it, or name subnets in podNetworking.podSubnetIds`,
  );
}
