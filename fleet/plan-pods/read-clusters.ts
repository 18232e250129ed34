import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { inFolder } from "../../sim/hosts/in-process/folder.ts";
import { readStackConfig } from "../../stacks/config/config.ts";
import type { ClusterConfig, OwnerConfig, StackConfig } from "../../stacks/config/stack-config.ts";
import { UserError } from "../project/errors.ts";
import { findStackFiles, readProject, type Project } from "../project/project.ts";
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

export interface ClusterOptions {
  /** Folder with `Pulumi.yaml` and the program. */
  readonly projectDirectory: string;
  /** Folder with the stacks' files, and a `Pulumi.yaml` if it has one. Default: the project's. */
  readonly configDirectory?: string;
  readonly stacks?: readonly string[];
}

/** Reads the configuration of all stacks that have a cluster. @throws UserError when files cannot be read. */
export function readClusters(options: ClusterOptions): readonly ClusterStack[] {
  const { projectDirectory, configDirectory = projectDirectory } = options;
  const folder = existsSync(join(configDirectory, "Pulumi.yaml")) ? configDirectory : projectDirectory;
  const project = readProject(folder);
  const { names, files, problems } = findStackFiles(configDirectory, project, options.stacks);
  const all = [...problems, ...relationProblems(project, files, names)];
  if (all.length > 0) throw new UserError(all.join("\n"), all);
  const read = inFolder(
    folder,
    () => new Map(orderStacks(project, files).map((one) => [one.stack, readStack(project, one)])),
  );
  return [...read].flatMap(([stack, { config, problems: ofStack, owner = stack }]) => {
    const shared = read.get(owner)?.config;
    if (config.role === "edge" || shared === undefined || shared.role === "member") return [];
    return [{ stack, config, ownerStack: owner, owner: shared, problems: ofStack }];
  });
}

function readStack(project: Project, { stack, owner, config, secretKeys }: OrderedStack) {
  pulumi.runtime.resetOptions(project.name, stack, -1, "", "", true, "");
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const read: {
    readonly config: StackConfig;
    readonly problems: readonly { path: string; reason: string }[];
  } = readStackConfig();
  return {
    config: read.config,
    owner,
    problems: read.problems.map(({ path, reason }) => `${path} ${reason}`),
  };
}
