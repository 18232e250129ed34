import * as aws from "@pulumi/aws";
import { parseCidr } from "../../components/shared/cidr.ts";
import { ConfigError } from "../config/config.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { subnetsOf } from "../living/subnets.ts";
import { told } from "../living/told.ts";

/** The VPC CNI plugin's tag of a network interface. */
const CLUSTER_TAG = "cluster.k8s.amazonaws.com/name";

/**
 * Refuses to take subnets for pods away while nodes of any cluster have network interfaces there: AWS would refuse it, after
 * all else of the update.
 *
 * @throws ConfigError, before anything is registered.
 */
export async function refuseLostPodSubnets({ vpc }: OwnerConfig, { outputs }: Living): Promise<void> {
  const { vpcId, secondaryCidrBlocks: before } = outputs;
  if (!Array.isArray(before) || typeof vpcId !== "string") return;
  const lost = before.map(String).filter((block) => !(vpc.secondaryCidrBlocks ?? []).includes(block));
  if (lost.length === 0) return;
  const clusters = await told("who uses subnets of vpc.secondaryCidrBlocks", clustersIn(vpcId, lost));
  if (clusters === undefined || clusters.length === 0) return;
  const reason =
    `leaves ${lost.join(", ")} out, where nodes of ${clusters.join(", ")} have network interfaces; keep it, and set ` +
    "podNetworking of these stacks to another mode with subnetDiscovery false first, which replaces their nodes if it was " +
    "custom-networking; replace them by yourself if not";
  throw new ConfigError([{ path: "vpc.secondaryCidrBlocks", reason }]);
}

/** Names of clusters whose nodes have interfaces in subnets of some blocks. */
async function clustersIn(vpcId: string, blocks: readonly string[]): Promise<string[]> {
  const subnets = await subnetsOf(vpcId);
  const inBlocks = subnets.filter(({ cidrBlock }) =>
    blocks.some((block) => parseCidr(cidrBlock)?.isInSubnet(parseCidr(block)!)),
  );
  if (inBlocks.length === 0) return [];
  const found = await aws.ec2.getNetworkInterfaces({
    filters: [{ name: "subnet-id", values: inBlocks.map(({ id }) => id) }],
  });
  const interfaces = await Promise.all(found.ids.map((id) => aws.ec2.getNetworkInterface({ id })));
  return [...new Set(interfaces.map(({ tags, id }) => tags[CLUSTER_TAG] ?? id))].sort();
}
