import { pathToFileURL } from "node:url";
import { makeFolder } from "../../sim/hosts/make-folder.ts";
import type { RunningCloud } from "./running-cloud.ts";

/**
 * Shell commands that make `pulumi` in this directory work against a served cloud: state goes to a folder beside the
 * world file, so that a reset takes both away together.
 */
export function shellExports(world: string, { debugProviders }: RunningCloud): string {
  const state = stateDirectory(world);
  makeFolder(state, 0o700);
  return [
    `export PULUMI_DEBUG_PROVIDERS=${quote(debugProviders)}`,
    `export PULUMI_BACKEND_URL=${quote(pathToFileURL(state).href)}`,
    // These stacks have no secrets of their own; who gives them some sets a passphrase, which stays.
    'export PULUMI_CONFIG_PASSPHRASE="${PULUMI_CONFIG_PASSPHRASE-}"',
  ].join("\n");
}

/** Folder of Pulumi's own state for a world; of its name, since a reset deletes it. */
export function stateDirectory(world: string): string {
  return `${world}.state`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
