/** Writing objects for Pulumi resources: what happens after the API server took an object, or refused it. */
import { KubernetesError, NotSimulated, ResourceInitError } from "../../core/errors.ts";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import type { KubernetesCluster } from "../cluster.ts";
import type { KubeObject, Manifest } from "../types.ts";
import { timeoutMs } from "./annotations.ts";
import { awaitReady } from "./await/await-ready.ts";
import { creationFailed, isNoMatch } from "./create-object.ts";
import { toId, type Identity } from "./identity.ts";
import { toOutputs } from "./manifest.ts";
import { patchBetween } from "./patch.ts";
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
 * @returns the resource's outputs.
 * @throws ResourceInitError when it is not ready in time; Error for a `pulumi.com/waitFor` that is not valid.
 */
export function awaitWritten(
  context: ResourceContext,
  cluster: KubernetesCluster,
  written: KubeObject,
  inputs: Properties,
  operation: "create" | "update",
): Properties {
  const { object, failure } = readiness(context, cluster, written, inputs);
  const outputs = toOutputs(object, inputs);
  if (failure === undefined) return outputs;
  const id = toId(identityOf(object));
  const message =
    operation === "create"
      ? `resource "${context.urn}" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${failure.message}`
      : `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${failure.message}`;
  throw new ResourceInitError(id, outputs, [message, ...failure.details]);
}

/**
 * Sets the fields of `after` on an object and drops those that only `before` set.
 *
 * @param operation of the resource that this is part of: a patch resource is created on an object that is there.
 * @throws Error, ResourceInitError in the provider's words.
 */
export function patchObject(
  context: ResourceContext,
  cluster: KubernetesCluster,
  token: KubernetesToken,
  identity: Identity,
  before: Manifest,
  after: Manifest,
  operation: "create" | "update" = "update",
): KubeObject {
  try {
    const patch = patchBetween(before, identified(after, identity));
    return cluster.api.patch(token.gvk, identity.namespace, identity.name, patch);
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    if (operation === "create") throw creationFailed(context.urn, after, error);
    throw updateFailed(context.urn, identity, error, find(cluster, token, identity), after);
  }
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
  urn: string,
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
  return new ResourceInitError(id, toOutputs(live, inputs), [
    `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${error.message}`,
  ]);
}
