import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { inFolder } from "../../sim/hosts/in-process/folder.ts";
import { findStackFiles, readProject, type Project, type StackFiles } from "./project.ts";
import type { OrderedStack } from "./stack-order.ts";

/** Where the files of a fleet are. */
export interface FleetFolders {
  /** Folder with `Pulumi.yaml` and the program. */
  readonly projectDirectory: string;
  /** Folder with the `Pulumi.<stack>.yaml` files, and a `Pulumi.yaml` if it has one. Default: the project's. */
  readonly configDirectory?: string;
  /** Names of the stacks. Default: all that have a file. */
  readonly stacks?: readonly string[];
}

/** The files of a fleet, as far as they can be read. */
export interface FleetFiles extends StackFiles {
  readonly project: Project;
  /** Of the `Pulumi.yaml` that counts. */
  readonly folder: string;
}

/** @throws UserError when `Pulumi.yaml` cannot be read. */
export function readFleetFiles({ projectDirectory, configDirectory, stacks }: FleetFolders): FleetFiles {
  const ofStacks = configDirectory ?? projectDirectory;
  const folder = existsSync(join(ofStacks, "Pulumi.yaml")) ? ofStacks : projectDirectory;
  const project = readProject(folder);
  return { project, folder, ...findStackFiles(ofStacks, project, stacks) };
}

/** Runs something as in a stack's program, which reads its configuration. */
export function asProgramOf<T>(
  { project, folder }: Pick<FleetFiles, "project" | "folder">,
  { stack, config, secretKeys }: Pick<OrderedStack, "stack" | "config" | "secretKeys">,
  run: () => T,
): T {
  pulumi.runtime.resetOptions(project.name, stack, -1, "", "", false, "");
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  return inFolder(folder, run);
}
