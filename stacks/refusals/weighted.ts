/** Requests that weights give a cluster which is not to answer them. */
import { own } from "../../components/shared/own.ts";
import type { GroupIdentity } from "../apps/ownership.ts";
import type { ClusterConfig } from "../config/stack-config.ts";

/** Target groups with their weights, by application. */
export type WeightedGroups = Readonly<Record<string, readonly GroupIdentity[]>>;

/** Whether the stack's cluster gets requests for an application by its weight. */
export function isWeighted({ clusterName }: ClusterConfig, groups: WeightedGroups, app: string): boolean {
  return own(groups, app)?.some(({ cluster, weight = 0 }) => cluster === clusterName && weight > 0) === true;
}

/** @param weight that is to be 0, in words. */
export function nobodyAnswers(config: ClusterConfig, apps: string, weight: string): string {
  const where =
    config.role === "member"
      ? `in stack "${config.sharedStack}" first (pulumi up --stack ${config.sharedStack})`
      : "too";
  return `weights give ${config.clusterName} requests for ${apps}, and nobody would answer them; set ${weight} to 0 ${where}`;
}
