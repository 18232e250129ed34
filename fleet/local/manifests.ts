/** What a GitOps tool would deploy to the clusters: YAML files in a folder beside the configuration. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Cloud } from "../../sim/core/cloud.ts";
import { KubernetesError } from "../../sim/core/errors.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Deployment } from "../../sim/kubernetes/objects.ts";
import type { Manifest } from "../../sim/kubernetes/types.ts";
import { UserError } from "../project/errors.ts";
import { listFolder } from "../project/yaml-file.ts";

/** The folder, in that of the configuration. */
const FOLDER = "manifests";

/** The name under which the tool writes. */
const FIELD_MANAGER = "gitops";

/** How long a Deployment may take. */
const DEADLINE_MS = 5 * 60_000;

/** An object to deploy, and the file that has it. */
export interface DeployedManifest {
  readonly file: string;
  readonly manifest: Manifest;
}

/** The manifests beside a configuration, by file and as they stand in it; none where there is no folder. @throws UserError */
export function readManifests(configDirectory: string): DeployedManifest[] {
  const folder = join(configDirectory, FOLDER);
  if (!existsSync(folder)) return [];
  const files = listFolder(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  return files.flatMap((name) => manifestsIn(join(folder, name)));
}

function manifestsIn(path: string): DeployedManifest[] {
  const file = `${FOLDER}/${basename(path)}`;
  const documents = parseAllDocuments(readFileSync(path, "utf8"));
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message.trim()));
  if (errors.length > 0) throw UserError.forProblems(file, errors);
  return documents
    .map((document): unknown => document.toJS())
    .filter((content) => content !== null)
    .map((content) => {
      if (isManifest(content)) return { file, manifest: content };
      throw new UserError(`${file}: each document must have apiVersion, kind and metadata with a name`);
    });
}

function isManifest(content: unknown): content is Manifest {
  const { apiVersion, kind, metadata } = content as Partial<Manifest>;
  return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata?.name === "string";
}

/**
 * Deploys manifests to a cluster, and lets time pass until their Deployments are available. One that never is shows where
 * targets are verified.
 *
 * @throws UserError with what the cluster refuses.
 */
export function deployManifests(cloud: Cloud, cluster: string, manifests: readonly DeployedManifest[]): void {
  if (manifests.length === 0) return;
  const api = clustersOf(cloud).get(cluster)!.api.as(FIELD_MANAGER);
  for (const { file, manifest } of manifests) {
    try {
      api.apply(manifest);
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      const { kind, metadata } = manifest;
      throw new UserError(`${file}: cluster ${cluster} refuses ${kind} ${metadata.name}: ${error.message}`);
    }
  }
  cloud.clock.waitUntil(
    () => (api.list("apps/v1/Deployment") as Deployment[]).every(isAvailable),
    DEADLINE_MS,
  );
}

function isAvailable({ spec, status }: Deployment): boolean {
  return (status?.availableReplicas ?? 0) >= spec.replicas;
}
