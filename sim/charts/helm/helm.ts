/** Helm's actions on a cluster, in virtual time: https://github.com/helm/helm pkg/action */
import { KubernetesError, NotSimulated } from "../../core/errors.ts";
import { equal } from "../../kubernetes/api/plain.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";
import type { Deployment } from "../../kubernetes/objects.ts";
import type { KubernetesApi, Manifest } from "../../kubernetes/types.ts";
import { isNoMatch } from "../../kubernetes/pulumi/create-object.ts";
import { patchBetween } from "./patch.ts";
import { fieldManagers } from "../../kubernetes/field-managers.ts";
import { inInstallOrder } from "./install-order.ts";
import { marked, ownershipProblem } from "./ownership.ts";
import { isInstalled, problemsOf } from "./readiness.ts";
import { chartOf, DEFAULT_TIMEOUT_SECONDS, type ReleaseInputs } from "./release-inputs.ts";
import { forgetRelease, lastRelease, storeRelease, type ReleaseRecord } from "./release-store.ts";

/** An action recorded its release, and failed then. */
export class ReleaseFailed extends Error {
  readonly release: ReleaseRecord;
  /** What a user needs beside Helm's own words. */
  readonly details: readonly string[];

  constructor(release: ReleaseRecord, message: string, details: readonly string[]) {
    super(message);
    this.release = release;
    this.details = details;
  }
}

/** @throws ReleaseFailed; Error in Helm's words when nothing was installed. */
export function install(cluster: KubernetesCluster, inputs: ReleaseInputs): ReleaseRecord {
  const { api } = cluster;
  const { name, namespace } = inputs;
  if (inputs.createNamespace && api.view("v1/Namespace", undefined, namespace) === undefined) {
    clientOf(cluster).create({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { name: namespace } },
    });
  }
  if (lastRelease(api, namespace, name) !== undefined) {
    throw new Error("cannot re-use a name that is still in use");
  }
  if (!inputs.skipCrds) installCrds(cluster, inputs);
  const record = render(cluster, inputs, 1);
  checkOwnership(cluster, record, record.manifests, "install");
  try {
    storeRelease(api, record);
  } catch (error) {
    throw new Error(`create: failed to create: ${(error as Error).message}`, { cause: error });
  }
  return carryOut(cluster, inputs, record, {
    write: (manifest) => writeNew(cluster, manifest),
    undo: () => removeAll(cluster, record),
    undone: "uninstalled",
  });
}

/** @throws ReleaseFailed; Error in Helm's words when nothing was changed. */
export function upgrade(cluster: KubernetesCluster, inputs: ReleaseInputs): ReleaseRecord {
  const { api } = cluster;
  const { name, namespace } = inputs;
  const previous = lastRelease(api, namespace, name);
  if (previous === undefined) throw new Error(`"${name}" has no deployed releases`);
  const record = render(cluster, inputs, previous.revision + 1);
  const known = (manifest: Manifest) => previous.manifests.find((old) => isSameObject(old, manifest));
  checkOwnership(
    cluster,
    record,
    record.manifests.filter((manifest) => known(manifest) === undefined),
    "update",
  );
  storeRelease(api, record);
  const done = carryOut(cluster, inputs, record, {
    write: (manifest) => writeAgain(cluster, known(manifest), manifest),
    finish: () => removeDropped(cluster, previous.manifests, record.manifests),
    undo: () => restore(cluster, previous, record),
    undone: "rolled back",
  });
  storeRelease(api, { ...previous, status: "superseded" });
  return done;
}

/**
 * Deletes a release's objects, last installed first, and forgets it.
 *
 * @throws Error in Helm's words.
 */
export function uninstall(
  cluster: KubernetesCluster,
  { name, namespace }: Pick<ReleaseInputs, "name" | "namespace">,
  waitMs: number | undefined,
): void {
  const record = lastRelease(cluster.api, namespace, name);
  if (record === undefined) {
    throw new Error(`uninstall: Release not loaded: ${name}: release: not found`);
  }
  removeAll(cluster, record);
  if (waitMs === undefined) return;
  const isGone = () => record.manifests.every((manifest) => find(cluster, manifest) === undefined);
  if (!cluster.cloud.clock.waitUntil(isGone, waitMs)) {
    throw new Error("uninstallation completed with 1 error(s): context deadline exceeded");
  }
}

/** How long an action waits, in milliseconds. */
export function waitMsOf({ timeout }: Pick<ReleaseInputs, "timeout">): number {
  return (timeout > 0 ? timeout : DEFAULT_TIMEOUT_SECONDS) * 1000;
}

/** How an action changes a cluster. */
interface Action {
  write(manifest: Manifest): void;
  /** What follows when all is written. */
  finish?(): void;
  readonly undo: () => void;
  /** How Helm calls that. */
  readonly undone: string;
}

/** Writes all objects, waits for them, and records the outcome. */
function carryOut(
  cluster: KubernetesCluster,
  inputs: ReleaseInputs,
  record: ReleaseRecord,
  action: Action,
): ReleaseRecord {
  const { clock } = cluster.cloud;
  const start = clock.now();
  const fail = (message: string, details: readonly string[]): Error => {
    if (inputs.atomic) {
      action.undo();
      const text = `release ${record.name} failed, and has been ${action.undone} due to atomic being set: ${message}`;
      return new Error([text, ...details].join("\n"));
    }
    const failed: ReleaseRecord = { ...record, status: "failed" };
    storeRelease(cluster.api, failed);
    return new ReleaseFailed(failed, message, details);
  };
  for (const manifest of record.manifests) {
    try {
      action.write(manifest);
    } catch (error) {
      if (error instanceof KubernetesError) throw fail(error.message, []);
      throw error;
    }
  }
  action.finish?.();
  const wait = inputs.atomic || !inputs.skipAwait;
  if (wait && !clock.waitUntil(() => isInstalled(cluster, record.manifests), waitMsOf(inputs))) {
    throw fail("context deadline exceeded", problemsOf(cluster, record.manifests, start));
  }
  return record;
}

function render(cluster: KubernetesCluster, inputs: ReleaseInputs, revision: number): ReleaseRecord {
  const { chart, version } = chartOf(cluster.cloud, inputs);
  const { name, namespace, values } = inputs;
  const manifests = chart.render({ name, namespace, version, values });
  requirePrograms(cluster, manifests);
  return {
    name,
    namespace,
    revision,
    status: "deployed",
    chart: chart.name,
    version,
    appVersion: chart.versions[version] ?? "",
    values,
    manifests: inInstallOrder(manifests).map((manifest) =>
      marked(placed(cluster, manifest, namespace), inputs),
    ),
  };
}

/** A chart's own images are modelled, or nothing would do its work. @throws NotSimulated */
function requirePrograms(cluster: KubernetesCluster, manifests: readonly Manifest[]): void {
  for (const { spec } of manifests as readonly Partial<Deployment>[]) {
    for (const { image } of spec?.template?.spec.containers ?? []) {
      if (cluster.image(image).standIn === true) throw new NotSimulated(`image ${image}`);
    }
  }
}

function clientOf({ api }: KubernetesCluster): KubernetesApi {
  return api.as(fieldManagers.helm);
}

/** Custom resource definitions of the chart that are not there yet; Helm never changes or deletes them later. */
function installCrds(cluster: KubernetesCluster, inputs: ReleaseInputs): void {
  const { chart, version } = chartOf(cluster.cloud, inputs);
  for (const crd of chart.crds(version)) {
    if (find(cluster, crd) === undefined) clientOf(cluster).create(crd);
  }
}

/** Objects of namespaced kinds go into the release's namespace unless they name another. */
function placed(cluster: KubernetesCluster, manifest: Manifest, namespace: string): Manifest {
  const namespaced = kindOf(cluster, manifest).namespaced;
  if (!namespaced || manifest.metadata.namespace !== undefined) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

/** @throws Error in Helm's words when the cluster does not serve the kind. */
function kindOf(cluster: KubernetesCluster, manifest: Manifest): { readonly namespaced: boolean } {
  try {
    return cluster.api.kind(gvkOf(manifest));
  } catch (error) {
    if (!isNoMatch(error)) throw error;
    const { name = "", namespace = "" } = manifest.metadata;
    throw new Error(
      `unable to build kubernetes objects from release manifest: resource mapping not found for name: "${name}" namespace: "${namespace}" from "": ${(error as Error).message}\nensure CRDs are installed first`,
      { cause: error },
    );
  }
}

function checkOwnership(
  cluster: KubernetesCluster,
  record: ReleaseRecord,
  manifests: readonly Manifest[],
  action: "install" | "update",
): void {
  for (const manifest of manifests) {
    const object = find(cluster, manifest);
    const problem = object && ownershipProblem(object, record);
    if (problem !== undefined) throw new Error(`Unable to continue with ${action}: ${problem}`);
  }
}

/** An object that is there carries the release's marks already: it is taken over. */
function writeNew(cluster: KubernetesCluster, manifest: Manifest): void {
  if (find(cluster, manifest) === undefined) clientOf(cluster).create(manifest);
  else writeAgain(cluster, undefined, manifest);
}

/** Changes what the chart changed; what others set stays. */
function writeAgain(cluster: KubernetesCluster, before: Manifest | undefined, manifest: Manifest): void {
  if (find(cluster, manifest) === undefined) {
    clientOf(cluster).create(manifest);
    return;
  }
  if (before !== undefined && equal(before, manifest)) return;
  const { namespace, name = "" } = manifest.metadata;
  const patch = patchBetween(before ?? manifest, manifest);
  clientOf(cluster).patch(gvkOf(manifest), namespace, name, patch);
}

function removeDropped(
  cluster: KubernetesCluster,
  before: readonly Manifest[],
  after: readonly Manifest[],
): void {
  for (const manifest of before) {
    if (!after.some((kept) => isSameObject(kept, manifest))) remove(cluster, manifest);
  }
}

function removeAll(cluster: KubernetesCluster, record: ReleaseRecord): void {
  for (const manifest of [...record.manifests].reverse()) remove(cluster, manifest);
  forgetRelease(cluster.api, record.namespace, record.name);
}

function remove(cluster: KubernetesCluster, manifest: Manifest): void {
  if (find(cluster, manifest) === undefined) return;
  const { namespace, name = "" } = manifest.metadata;
  cluster.api.delete(gvkOf(manifest), namespace, name, { propagation: "Background" });
}

/** Goes back to the previous revision, as a new one. */
function restore(cluster: KubernetesCluster, previous: ReleaseRecord, failed: ReleaseRecord): void {
  for (const manifest of previous.manifests) {
    const changed = failed.manifests.find((candidate) => isSameObject(candidate, manifest));
    writeAgain(cluster, changed, manifest);
  }
  removeDropped(cluster, failed.manifests, previous.manifests);
  storeRelease(cluster.api, { ...failed, status: "failed" });
  storeRelease(cluster.api, { ...previous, revision: failed.revision + 1, status: "deployed" });
}

function find(cluster: KubernetesCluster, manifest: Manifest) {
  const { namespace, name } = manifest.metadata;
  if (name === undefined) throw new NotSimulated("Helm", "objects without a name");
  return cluster.api.view(gvkOf(manifest), namespace, name);
}

function isSameObject(a: Manifest, b: Manifest): boolean {
  return (
    gvkOf(a) === gvkOf(b) &&
    a.metadata.name === b.metadata.name &&
    a.metadata.namespace === b.metadata.namespace
  );
}

function gvkOf({ apiVersion, kind }: Manifest): string {
  return `${apiVersion}/${kind}`;
}
