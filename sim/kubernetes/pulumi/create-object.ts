import type { Clock } from "../../core/clock.ts";
import { KubernetesError } from "../../core/errors.ts";
import type { KubeObject, Manifest } from "../types.ts";

/** The provider tries again what may only be too early: a namespace or a kind that is still to come. */
const RETRIES = 5;
const FIRST_DELAY_MS = 1000;

const ALREADY_EXISTS_HELP = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

/**
 * Creates an object as the provider does, in virtual time.
 *
 * @param urn of the resource, which the provider's messages name.
 * @param write the request to the API server.
 * @throws Error in the provider's words.
 */
export function createObject(
  clock: Clock,
  urn: string,
  manifest: Manifest,
  write: (manifest: Manifest) => KubeObject,
): KubeObject {
  try {
    return withRetries(clock, () => write(manifest));
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    throw creationFailed(urn, manifest, error);
  }
}

function withRetries<T>(clock: Clock, run: () => T): T {
  for (let attempt = 0; ; attempt++) {
    try {
      return run();
    } catch (error) {
      const early = error instanceof KubernetesError && error.reason === "NotFound";
      if (!early || attempt === RETRIES) throw error;
      clock.advance(FIRST_DELAY_MS * 2 ** attempt);
    }
  }
}

/** What the provider says of a creation that the API server refused. */
function creationFailed(urn: string, { apiVersion, kind }: Manifest, error: KubernetesError): Error {
  if (isNoMatch(error)) {
    return new Error(
      `creation of resource "${urn}" with kind ${apiVersion}/${kind} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
    );
  }
  const help = error.reason === "AlreadyExists" ? ALREADY_EXISTS_HELP : "";
  return new Error(
    `resource "${urn}" was not successfully created by the Kubernetes API server: ${error.message}${help}`,
  );
}

/** Whether the cluster does not serve the kind at all. */
export function isNoMatch(error: unknown): boolean {
  return error instanceof KubernetesError && error.message.startsWith("no matches for kind");
}
