import { isRouted, pathOf } from "../apps/app.ts";
import { ConfigError } from "../config/config.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";

/**
 * A binding needs the namespace of its Service. In a cluster that is made in the same update nobody else has made one.
 *
 * @throws ConfigError, before anything is made, where an existing Service of a new cluster is in a namespace that is not made.
 */
export async function refuseMissingNamespaces(config: ClusterConfig, living: Living): Promise<void> {
  const { clusterName, namespace, apps, drained } = config;
  const missing = apps.filter((app) => {
    const { service, createNamespace } = app.entry.external ?? {};
    const isBound = !app.absent && !drained && isRouted(app);
    return isBound && service !== undefined && createNamespace !== true && app.namespace !== namespace;
  });
  if (missing.length === 0 || (await living.cluster()) !== undefined) return;
  throw new ConfigError(
    missing.map((app) => ({
      path: pathOf(app, "external.service"),
      reason:
        `is "${app.entry.external!.service!}" in namespace ${app.namespace}, which the new cluster ${clusterName} does not have, so ` +
        `that it cannot be bound; add createNamespace: true beside it, or appOverrides.${app.name}.absent: true until the ` +
        "namespace is there",
    })),
  );
}
