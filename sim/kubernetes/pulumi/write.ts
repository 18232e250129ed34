/** Writing objects for Pulumi resources: what happens after the API server took an object, or refused it. */
import { KubernetesError, NotSimulated, ResourceInitError } from "../../core/errors.ts";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import type { KubernetesCluster } from "../cluster.ts";
import { FieldManager } from "../api/field-manager.ts";
import { gvkOf } from "../api/kinds.ts";
import type { Gvk, KubeObject, KubernetesApi, Manifest } from "../types.ts";
import { patchForce, timeoutMs } from "./annotations.ts";
import { awaitReady } from "./await/await-ready.ts";
import { isNoMatch } from "./create-object.ts";
import { conflictWords, fieldManagerOf, takenOver, withoutIgnored } from "./field-manager.ts";
import { toId, type Identity } from "./identity.ts";
import { toManifest, toOutputs } from "./manifest.ts";
import { withSecretData } from "./secret-data.ts";
import type { KubernetesToken } from "./token.ts";

/** The object as it is now; undefined when it, or its kind, is gone. */
export function find(
  cluster: KubernetesCluster,
  { gvk }: KubernetesToken,
  { namespace, name }: Identity,
): KubeObject | undefined {
  try {
    return cluster.api.find(gvk, namespace, name);
  } catch (error) {
    if (isNoMatch(error)) return undefined;
    throw error;
  }
}

export function identityOf({ metadata: { namespace, name } }: KubeObject): Identity {
  return { ...(namespace !== undefined && { namespace }), name };
}

/** `manifest` as one about a certain object. */
export function identified(manifest: Manifest, { namespace, name }: Identity): Manifest {
  return {
    ...manifest,
    metadata: { ...manifest.metadata, name, ...(namespace !== undefined && { namespace }) },
  };
}

/**
 * Waits for an object that was just created or updated.
 *
 * @param applied what was sent of the inputs: its annotations say what to wait for.
 * @returns the resource's outputs.
 * @throws ResourceInitError when it is not ready in time; Error for a `pulumi.com/waitFor` that is not valid.
 */
export function awaitWritten(
  context: ResourceContext,
  cluster: KubernetesCluster,
  written: KubeObject,
  inputs: Properties,
  operation: "create" | "update",
  applied: Properties = inputs,
): Properties {
  const { object, failure } = readiness(context, cluster, written, applied);
  const outputs = toOutputs(object, inputs, fieldManagerOf(inputs, context.state, context.urn));
  if (failure === undefined) return outputs;
  const id = toId(identityOf(object));
  const message =
    operation === "create"
      ? `resource "${context.urn}" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${failure.message}`
      : `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${failure.message}`;
  throw new ResourceInitError(id, outputs, [message, ...failure.details]);
}

/** An object after an update, and what was sent. */
interface Update {
  readonly object: KubeObject;
  readonly applied: Manifest;
}

/**
 * Brings an object from what earlier inputs asked for to what the inputs ask for: by server-side apply; a definition is
 * replaced as a whole.
 *
 * @throws Error, ResourceInitError in the provider's words.
 */
export function updateObject(
  context: ResourceContext,
  cluster: KubernetesCluster,
  token: KubernetesToken,
  identity: Identity,
  { before, after: inputs }: { readonly before: Properties; readonly after: Properties },
): Update {
  const manifest = identified(toManifest(withSecretData(inputs)), identity);
  const manager = fieldManagerOf(inputs, context.state, context.urn);
  try {
    const live = cluster.api.get(token.gvk, identity.namespace, identity.name);
    if (token.gvk === DEFINITION) {
      return { object: replaceObject(cluster.api.as(manager), live, manifest), applied: manifest };
    }
    const former = identified(toManifest(withSecretData(before)), identity);
    const present = token.patch ? live : takeOver(cluster, live, manager, former);
    const applied = withoutIgnored(manifest, present, manager, context.ignoreChanges ?? []);
    return { object: applyObject(cluster.api, applied, manager, patchForce(inputs)), applied };
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    throw updateFailed(context, identity, error, find(cluster, token, identity), inputs);
  }
}

const DEFINITION: Gvk = "apiextensions.k8s.io/v1/CustomResourceDefinition";

function replaceObject(api: KubernetesApi, { metadata }: KubeObject, manifest: Manifest): KubeObject {
  const { resourceVersion } = metadata;
  return api.update({ ...manifest, metadata: { ...manifest.metadata, resourceVersion } } as KubeObject);
}

/** @throws KubernetesError, of a conflict with what the provider says of it. */
export function applyObject(
  api: KubernetesApi,
  manifest: Manifest,
  manager: string,
  force: boolean,
): KubeObject {
  try {
    return api.as(manager).apply(manifest, { force });
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.reason !== "Conflict") throw error;
    throw new KubernetesError("Conflict", conflictWords(error.message, manager), error.statusCode);
  }
}

/** @param former what the resource wanted before: it holds this where the world was saved when fields had no owners. */
function takeOver(
  { api, clock }: KubernetesCluster,
  live: KubeObject,
  manager: string,
  former: Manifest,
): KubeObject {
  const { namespace, name, managedFields: present } = live.metadata;
  const managedFields =
    present === undefined
      ? new FieldManager(manager, clock).createsByApply(api.kind(gvkOf(live)), former)(live)
      : takenOver(live, manager);
  if (managedFields === undefined) return live;
  return api.patch(gvkOf(live), namespace, name, { metadata: { managedFields } });
}

/** Gives up all that a manager has applied; the object stays. */
export function relinquish(
  api: KubernetesApi,
  { apiVersion, kind }: KubernetesToken,
  identity: Identity,
  manager: string,
): void {
  api.as(manager).apply({ apiVersion, kind, metadata: { ...identity } });
}

function readiness(
  context: ResourceContext,
  cluster: KubernetesCluster,
  written: KubeObject,
  inputs: Properties,
): ReturnType<typeof awaitReady> {
  try {
    return awaitReady({ cluster, written }, inputs, timeoutMs(context.timeoutMs, inputs));
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    // A condition that is not valid: the provider leaves the object behind, and says that it was not created.
    throw new Error(
      `resource "${context.urn}" was not successfully created by the Kubernetes API server: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/**
 * What the provider makes of an update that the API server refused: as long as the object is there, it says that it
 * failed to become live, and its state goes on with the new inputs.
 */
function updateFailed(
  { urn, state }: ResourceContext,
  identity: Identity,
  error: KubernetesError,
  live: KubeObject | undefined,
  inputs: Properties,
): Error {
  if (isNoMatch(error)) {
    return new Error(
      `update of resource "${urn}" failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
    );
  }
  if (live === undefined) {
    return new Error(
      `update of resource "${urn}" failed: ${error.message}\nunable to get cluster state: ${error.message}`,
    );
  }
  const id = toId(identity);
  return new ResourceInitError(id, toOutputs(live, inputs, fieldManagerOf(inputs, state, urn)), [
    `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${error.message}`,
  ]);
}
