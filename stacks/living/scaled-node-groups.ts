import * as aws from "@pulumi/aws";
import { nodeGroupSizes } from "../../components/index.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";
import type { Living } from "./living.ts";

type NodeGroupConfig = ClusterConfig["nodeGroups"][number];

/** A hyphen and seven hexadecimal digits, by which Pulumi makes a name unique. */
const SUFFIX = /^-[0-9a-f]{7}$/;

/**
 * The configuration, with the number of nodes that somebody else decides on where it must not be put back.
 *
 * A node group with `ignoreScalingChanges` keeps in Pulumi's state the number of nodes with which it was made. As long as its
 * limits stay nothing is sent to EKS. But limits and number go there together: a changed limit would take the old number
 * along. So the present number is looked up then, and becomes the wanted one.
 */
export async function keepScaledNodes<Config extends ClusterConfig>(
  config: Config,
  living: Living,
): Promise<Config> {
  if (config.nodeGroups.every(({ ignoreScalingChanges }) => ignoreScalingChanges !== true)) return config;
  if ((await living.cluster()) === undefined) return config;
  const nodeGroups = await Promise.all(config.nodeGroups.map((group) => kept(config.clusterName, group)));
  return { ...config, nodeGroups };
}

async function kept(clusterName: string, group: NodeGroupConfig): Promise<NodeGroupConfig> {
  if (group.ignoreScalingChanges !== true) return group;
  const wanted = nodeGroupSizes(group);
  const present = await presentSizes(clusterName, wanted.name);
  if (present === undefined) return group;
  if (present.minSize === wanted.minSize && present.maxSize === wanted.maxSize) return group;
  const count = Math.min(Math.max(present.desiredSize, wanted.minSize), wanted.maxSize);
  return { ...group, minSize: wanted.minSize, maxSize: wanted.maxSize, count, ignoreScalingChanges: false };
}

/** Sizes of the one living group of that name; undefined if there is no such group, or not yet. */
async function presentSizes(
  clusterName: string,
  group: string,
): Promise<{ minSize: number; maxSize: number; desiredSize: number } | undefined> {
  const prefix = `${componentNames(clusterName).cluster}-${group}`;
  const { names } = await aws.eks.getNodeGroups({ clusterName });
  const [name, ...others] = names.filter(
    (one) => one.startsWith(prefix) && SUFFIX.test(one.slice(prefix.length)),
  );
  if (name === undefined || others.length > 0) return undefined;
  const { scalingConfigs } = await aws.eks.getNodeGroup({ clusterName, nodeGroupName: name });
  return scalingConfigs[0];
}
