import { accessSync, constants, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { defined } from "../../components/shared/defined.ts";
import type { ResourceRecord } from "../../sim/hosts/in-process/stack-state.ts";
import { makeFolder } from "../../sim/hosts/make-folder.ts";
import { UserError } from "../project/errors.ts";
import type { LocalSession } from "./session.ts";

const KUBERNETES = "kubernetes:";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Makes a folder, or makes sure that one can be written to. @throws UserError */
export function prepareFolder(directory: string): void {
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot write to folder ${directory} (${code}); give another one with --export`);
  }
}

/**
 * Writes what the stacks consist of, for review: each cluster's manifests as `<cluster>.yaml` (fit for
 * `kubectl apply --dry-run=server`), each stack's AWS resources and Helm releases as `<stack>.json`.
 *
 * @param directory a folder that is there, see {@link prepareFolder}.
 * @returns the paths written.
 */
export function exportStacks(session: LocalSession, directory: string): string[] {
  return session.stacks.flatMap((ordered) => {
    const { stack } = ordered;
    const resources = session.shownResources(stack).filter(({ custom, type }) => custom && !isPulumi(type));
    const others = join(directory, `${stack}.json`);
    const described = resources.filter((resource) => !isManifest(resource)).map(describe);
    writeFileSync(others, `${JSON.stringify(described, undefined, 2)}\n`);
    const cluster = session.clusterOf(ordered);
    if (cluster === undefined) return [others];
    const manifests = join(directory, `${cluster}.yaml`);
    writeFileSync(manifests, resources.filter(isManifest).map(toYaml).join("---\n"));
    return [manifests, others];
  });
}

function isPulumi(type: string): boolean {
  return type.startsWith("pulumi:");
}

/** Patches change what others own; nobody can apply them as manifests. */
function isManifest({ type }: ResourceRecord): boolean {
  return type.startsWith(KUBERNETES) && type !== RELEASE && !type.endsWith("Patch");
}

function toYaml({ type, inputs, outputs }: ResourceRecord): string {
  const [, group = "", kind = ""] = type.split(":");
  const apiVersion = group.startsWith("core/") ? group.slice("core/".length) : group;
  const { metadata } = outputs as { metadata: { name: string; namespace?: string } };
  const own = inputs as { metadata?: object };
  return stringify({
    ...inputs,
    apiVersion: outputs["apiVersion"] ?? apiVersion,
    kind: outputs["kind"] ?? kind,
    metadata: {
      ...own.metadata,
      name: metadata.name,
      ...defined({ namespace: metadata.namespace }),
    },
  });
}

function describe({ urn, type, name, id, inputs }: ResourceRecord): object {
  return { urn, type, name, id, inputs };
}
