/** What the provider does when the cluster of a resource cannot be reached. */
import { NotSimulated } from "../../core/errors.ts";
import type { ProviderConfig, ResourceContext } from "../../core/resource-type.ts";
import { ClusterUnreachable, connect, deletesUnreachable, type Connection } from "./connection.ts";

/** Options that would change how every resource is handled, with the values that are simulated. */
const FIXED_OPTIONS: Readonly<Record<string, string>> = {
  enableServerSideApply: "true",
  enableConfigMapMutable: "false",
  enableSecretMutable: "false",
  upsertExistingObjects: "false",
};

/** For creates and updates. @throws Error in the provider's words. */
export function requireCluster(context: ResourceContext): Connection {
  checkOptions(context.provider);
  try {
    return connect(context.cloud, context.provider);
  } catch (error) {
    if (!(error instanceof ClusterUnreachable)) throw error;
    throw new Error(`configured Kubernetes cluster is unreachable: ${error.message}`, { cause: error });
  }
}

/** What the provider says first of what it could not do; for a release as for any object. */
const UNREACHABLE = {
  read: "failed to read resource state due to unreachable cluster",
  delete: "configured Kubernetes cluster is unreachable",
} as const;

/**
 * For reads and deletes.
 *
 * @returns undefined when the provider may take what is in an unreachable cluster as gone.
 * @throws Error in the provider's words, with the reason, which the provider itself gives in a warning.
 */
export function tryConnect(
  context: ResourceContext,
  operation: keyof typeof UNREACHABLE,
): Connection | undefined {
  checkOptions(context.provider);
  try {
    return connect(context.cloud, context.provider);
  } catch (error) {
    if (!(error instanceof ClusterUnreachable)) throw error;
    if (deletesUnreachable(context.provider)) return undefined;
    throw new Error(
      `${UNREACHABLE[operation]}. If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true" (${error.message})`,
      { cause: error },
    );
  }
}

function checkOptions(provider: ProviderConfig): void {
  for (const [option, simulated] of Object.entries(FIXED_OPTIONS)) {
    const value = provider[option];
    if (value !== undefined && value !== null && String(value) !== simulated) {
      throw new NotSimulated("pulumi:providers:kubernetes", `${option}: ${String(value)}`);
    }
  }
  if (provider["renderYamlToDirectory"] !== undefined) {
    throw new NotSimulated("pulumi:providers:kubernetes", "renderYamlToDirectory");
  }
}
