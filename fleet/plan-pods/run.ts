import { UserError } from "../project/errors.ts";
import { writeLines } from "../terminal/lines.ts";
import { planPods, type PodPlan } from "./plan.ts";
import type { FleetFolders } from "../project/fleet-files.ts";
import { readClusters, type ClusterStack } from "./read-clusters.ts";
import { renderPlan, renderSubnets } from "./render.ts";
import { planNetworkSubnets, type TakenAddresses } from "./subnets.ts";

export interface PlanPodsOptions extends FleetFolders {
  readonly json?: boolean;
}

/** The document that `mci plan-pods --json` prints. */
export interface FleetPlan {
  readonly clusters: readonly PodPlan[];
  readonly subnets: readonly TakenAddresses[];
}

/**
 * Prints which pods, nodes and addresses the configuration asks for; nothing is created and nobody is asked.
 *
 * @throws UserError when files cannot be read, or a stack would be refused.
 */
export function runPlanPods({ json, ...options }: PlanPodsOptions): void {
  const plan = planFleet(readClusters(options));
  const { clusters, subnets } = plan;
  const text = [...clusters.map(renderPlan), renderSubnets(subnets)].join("\n\n");
  writeLines(process.stdout, `${json === true ? JSON.stringify(plan, undefined, 2) : text}\n`);
  const refused = clusters.filter(({ problems }) => problems.length > 0).map(({ stack }) => stack);
  if (refused.length > 0) throw new UserError(`the configuration of ${refused.join(", ")} would be refused`);
}

/** Clusters, and the subnets that those of one network share. */
export function planFleet(stacks: readonly ClusterStack[]): FleetPlan {
  const clusters = stacks.map(planPods);
  const owners = new Map(stacks.map(({ ownerStack, owner }) => [ownerStack, owner]));
  return {
    clusters,
    subnets: [...owners].flatMap(([name, owner]) =>
      planNetworkSubnets(
        name,
        owner,
        stacks.flatMap(({ ownerStack, config: { podNetworking: networking } }, index) =>
          ownerStack === name ? clusters[index]!.groups.map((group) => ({ group, networking })) : [],
        ),
      ),
    ),
  };
}
