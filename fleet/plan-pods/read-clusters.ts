import { readStackConfig } from "../../stacks/config/config.ts";
import type { ClusterConfig, OwnerConfig } from "../../stacks/config/stack-config.ts";
import { UserError } from "../project/errors.ts";
import { asProgramOf, readFleetFiles, type FleetFiles, type FleetFolders } from "../project/fleet-files.ts";
import { orderStacks, relationProblems, type OrderedStack } from "../project/stack-order.ts";

/** A stack with a cluster, and the one whose network it is in. */
export interface ClusterStack {
  readonly stack: string;
  readonly config: ClusterConfig;
  /** Name and configuration of that stack. */
  readonly ownerStack: string;
  readonly owner: OwnerConfig;
  /** What is wrong with the stack's configuration, in words. */
  readonly problems: readonly string[];
}

/** Reads the configuration of all stacks that have a cluster. @throws UserError when files cannot be read. */
export function readClusters(options: FleetFolders): readonly ClusterStack[] {
  const fleet = readFleetFiles(options);
  const { project, names, files, problems } = fleet;
  const all = [...problems, ...relationProblems(project, files, names)];
  if (all.length > 0) throw new UserError(all.join("\n"), all);
  const read = new Map(orderStacks(project, files).map((one) => [one.stack, readStack(fleet, one)]));
  return [...read].flatMap(([stack, { config, problems: ofStack, owner = stack }]) => {
    const shared = read.get(owner)?.config;
    if (config.role === "edge" || shared === undefined || shared.role === "member") return [];
    return [{ stack, config, ownerStack: owner, owner: shared, problems: ofStack }];
  });
}

function readStack(fleet: FleetFiles, stack: OrderedStack) {
  const { config, problems } = asProgramOf(fleet, stack, readStackConfig);
  return {
    config,
    owner: stack.owner,
    problems: problems.map(({ path, reason }) => `${path} ${reason}`),
  };
}
