/** `kubernetes:helm.sh/v3:Release`: provider/pkg/provider/helm_release.go of Pulumi's Kubernetes provider. */
import { NotSimulated, ResourceInitError } from "../../core/errors.ts";
import type { Properties, ResourceContext, ResourceType } from "../../core/resource-type.ts";
import { hasUnknown } from "../../core/unknown.ts";
import { ClusterUnreachable, connect } from "../../kubernetes/pulumi/connection.ts";
import { autoname, parseId } from "../../kubernetes/pulumi/identity.ts";
import { tryConnect } from "../../kubernetes/pulumi/reach.ts";
import { install, ReleaseFailed, uninstall, upgrade, waitMsOf } from "./helm.ts";
import { chartOf, DEFAULT_TIMEOUT_SECONDS, readRelease, RELEASE_INPUTS } from "./release-inputs.ts";
import { lastRelease, type ReleaseRecord } from "./release-store.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";

export const releaseResource: ResourceType = {
  token: "kubernetes:helm.sh/v3:Release",
  replaceOnChange: ["name", "namespace"],
  computed: ["resourceNames", "status"],
  computedOnUpdate: ["resourceNames", "status"],

  /** The provider writes down defaults, and the version that it found. */
  check(properties, { name, urn, cloud }) {
    const inputs: Properties = {
      ...properties,
      name: properties["name"] || autoname(name, urn),
      namespace: properties["namespace"] || "default",
      ...(properties["skipAwait"] === true
        ? {}
        : { timeout: properties["timeout"] ?? DEFAULT_TIMEOUT_SECONDS }),
    };
    if (hasUnknown(inputs)) return { inputs, failures: [] };
    try {
      return { inputs: { ...inputs, version: chartOf(cloud, readRelease(inputs)).version }, failures: [] };
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      const reason = `${(error as Error).message}; check the chart name and repository configuration.`;
      return { inputs, failures: [{ property: "chart", reason }] };
    }
  },

  create(context, properties) {
    const inputs = readRelease(properties);
    const id = `${inputs.namespace}/${inputs.name}`;
    const cluster = requireCluster(context, "create");
    try {
      return { id, outputs: outputsOf(properties, install(cluster, inputs)) };
    } catch (error) {
      if (!(error instanceof ReleaseFailed)) throw error;
      throw initError(
        properties,
        error,
        `Helm release "${id}" was created, but failed to initialize completely. Use Helm CLI to investigate`,
      );
    }
  },

  read(context, id, properties) {
    const { namespace = "default", name } = parseId(id);
    const connection = tryConnect(context, "read");
    const record = connection && lastRelease(connection.cluster.api, namespace, name);
    return record && outputsOf(properties, record);
  },

  readInputs: (_outputs, inputs) => inputs,

  inputNames: () => RELEASE_INPUTS,

  /** Helm does not keep where a chart came from: the inputs name it as a chart that lies in the program's own folder. */
  importInputs: ({ name, namespace, chart, version, values }) => ({
    name,
    namespace,
    chart,
    version,
    values,
  }),

  update(context, id, _before, properties) {
    const cluster = requireCluster(context, "update");
    try {
      return outputsOf(properties, upgrade(cluster, readRelease(properties)));
    } catch (error) {
      if (!(error instanceof ReleaseFailed)) throw error;
      throw initError(
        properties,
        error,
        `Helm release "${id}" failed to initialize completely. Use Helm CLI to investigate`,
      );
    }
  },

  delete(context, _id, state) {
    const inputs = readRelease(state);
    const cluster = requireCluster(context, "delete");
    uninstall(cluster, inputs, inputs.atomic || !inputs.skipAwait ? waitMsOf(inputs) : undefined);
  },
};

function requireCluster({ cloud, provider }: ResourceContext, action: string): KubernetesCluster {
  try {
    return connect(cloud, provider).cluster;
  } catch (error) {
    if (!(error instanceof ClusterUnreachable)) throw error;
    throw new Error(
      action === "delete"
        ? `can't delete Helm Release with unreachable cluster. Reason: ${JSON.stringify(error.message)}`
        : `can't ${action} Helm Release with unreachable cluster: ${error.message}`,
      { cause: error },
    );
  }
}

function outputsOf(properties: Properties, record: ReleaseRecord): Properties {
  return {
    name: record.name,
    namespace: record.namespace,
    chart: record.chart,
    ...properties,
    version: record.version,
    values: record.values,
    resourceNames: resourceNames(record),
    status: {
      appVersion: record.appVersion,
      chart: record.chart,
      name: record.name,
      namespace: record.namespace,
      revision: record.revision,
      status: record.status,
      version: record.version,
    },
  };
}

function initError(properties: Properties, failed: ReleaseFailed, summary: string): ResourceInitError {
  const { release, message, details } = failed;
  const id = `${release.namespace}/${release.name}`;
  return new ResourceInitError(id, outputsOf(properties, release), [
    `${summary}: failed to become available within allocated timeout. Error: Helm Release ${id}: ${message}`,
    ...details,
  ]);
}

/** Names by `Kind.group/apiVersion`. */
function resourceNames({ manifests }: ReleaseRecord): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { apiVersion, kind, metadata } of manifests) {
    const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]}` : "";
    const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
    (names[`${kind}${group}/${apiVersion}`] ??= []).push(name ?? "");
  }
  return Object.fromEntries(Object.entries(names).map(([key, list]) => [key, list.sort()]));
}
