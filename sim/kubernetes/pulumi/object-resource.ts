/** Pulumi resources that are objects of a cluster: one implementation for all kinds. */
import { ResourceInitError } from "../../core/errors.ts";
import { isObject } from "../../core/is-object.ts";
import type { Properties, ResourceContext, ResourceType } from "../../core/resource-type.ts";
import { builtInKinds } from "../api/kinds.ts";
import type { KubernetesCluster } from "../cluster.ts";
import { builtInFields } from "../schema/built-in-types.ts";
import type { Manifest } from "../types.ts";
import { AUTONAMED, deletionPropagation, isAutonamed, timeoutMs } from "./annotations.ts";
import { awaitDeleted } from "./await/await-deleted.ts";
import { createObject, isNoMatch } from "./create-object.ts";
import { CREATOR, fieldManagerOf } from "./field-manager.ts";
import { autoname, parseId, toId } from "./identity.ts";
import { importedInputs, inputsOf, toManifest, toOutputs } from "./manifest.ts";
import { objectLife } from "./object-life.ts";
import { requireCluster, tryConnect } from "./reach.ts";
import type { KubernetesToken } from "./token.ts";
import { awaitWritten, find, identityOf } from "./write.ts";

export function objectResource(typeToken: string, token: KubernetesToken): ResourceType {
  const { apiVersion, kind, gvk } = token;

  return {
    token: typeToken,
    computed: builtInKinds.get(gvk)?.hasStatus === false ? [] : ["status"],

    check: (inputs, { name, urn }) => ({
      inputs: named({ ...inputs, apiVersion, kind }, name, urn),
      failures: [],
    }),

    ...objectLife(token),

    inputNames: () => builtInFields(gvk).filter((name) => name !== "status"),

    importInputs: (outputs) => importedInputs(outputs, builtInKinds.has(gvk)),

    create(context, inputs) {
      const { cluster, defaultNamespace } = requireCluster(context);
      const manifest = placed(cluster, token, toManifest(inputs), defaultNamespace);
      const available = freeName(cluster, token, manifest, context);
      const written = createObject(context.cloud.clock, context.urn, available, (wanted) =>
        cluster.api.as(CREATOR).create(wanted),
      );
      const outputs = awaitWritten(context, cluster, written, inputs, "create");
      return { id: toId(identityOf(written)), outputs };
    },

    delete(context, id, state) {
      const connection = tryConnect(context, "delete");
      const identity = parseId(id);
      const live = connection && find(connection.cluster, token, identity);
      if (live === undefined) return;
      const { cluster } = connection!;
      const inputs = inputsOf(state);
      const options = { propagation: deletionPropagation(inputs) };
      cluster.api.delete(gvk, identity.namespace, identity.name, options);
      const failure = awaitDeleted(cluster, live, timeoutMs(context.timeoutMs, inputs));
      if (failure === undefined) return;
      const remaining = find(cluster, token, identity) ?? live;
      const outputs = toOutputs(remaining, inputs, fieldManagerOf(inputs, state, context.urn));
      throw new ResourceInitError(id, outputs, [failure.message, ...failure.details]);
    },
  };
}

/** The provider gives a name, and says so in an annotation, where the program gives none. */
function named(inputs: Properties, name: string, urn: string): Properties {
  const metadata = inputs["metadata"] ?? {};
  if (!isObject(metadata) || metadata["name"] !== undefined) return inputs;
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return {
    ...inputs,
    metadata: {
      ...metadata,
      name: autoname(name, urn),
      annotations: { ...annotations, [AUTONAMED]: "true" },
    },
  };
}

/** Puts objects of namespaced kinds into a namespace. A kind that is not served yet is taken to be namespaced. */
function placed(
  cluster: KubernetesCluster,
  { gvk }: KubernetesToken,
  manifest: Manifest,
  defaultNamespace: string,
): Manifest {
  const { namespace = defaultNamespace, ...metadata } = manifest.metadata;
  const namespaced = !isServed(cluster, gvk) || cluster.api.kind(gvk).namespaced;
  return { ...manifest, metadata: namespaced ? { ...metadata, namespace } : metadata };
}

function isServed(cluster: KubernetesCluster, gvk: string): boolean {
  try {
    cluster.api.kind(gvk);
    return true;
  } catch (error) {
    if (isNoMatch(error)) return false;
    throw error;
  }
}

/** A replacement that is made before the old object goes needs another name, if the name is Pulumi's own. */
function freeName(
  cluster: KubernetesCluster,
  token: KubernetesToken,
  manifest: Manifest,
  context: ResourceContext,
): Manifest {
  const { namespace, name = "" } = manifest.metadata;
  const taken = find(cluster, token, { ...(namespace !== undefined && { namespace }), name }) !== undefined;
  if (!taken || !isAutonamed(manifest)) return manifest;
  const other = `${context.name}-${context.cloud.ids.hex(8)}`;
  return { ...manifest, metadata: { ...manifest.metadata, name: other } };
}
