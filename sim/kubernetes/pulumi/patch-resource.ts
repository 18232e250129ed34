/** Patch resources (`NamespacePatch`, `CustomResourcePatch`): they set some fields of an object that others own. */
import type { ResourceType } from "../../core/resource-type.ts";
import type { Manifest } from "../types.ts";
import { createObject } from "./create-object.ts";
import { parseId, toId } from "./identity.ts";
import { inputsOf, toManifest } from "./manifest.ts";
import { objectLife } from "./object-life.ts";
import { requireCluster, tryConnect } from "./reach.ts";
import type { KubernetesToken } from "./token.ts";
import { awaitWritten, find, identified, patchObject } from "./write.ts";

export function patchResource(typeToken: string, token: KubernetesToken): ResourceType {
  const { apiVersion, kind, gvk } = token;

  return {
    token: typeToken,
    computed: ["status"],

    check(inputs) {
      const { metadata } = toManifest(inputs);
      const failures = metadata.name
        ? []
        : [{ property: "metadata", reason: "patch resources require the `.metadata.name` field to be set" }];
      return { inputs: { ...inputs, apiVersion, kind }, failures };
    },

    ...objectLife(token),

    create(context, inputs) {
      const { cluster, defaultNamespace } = requireCluster(context);
      const manifest = toManifest(inputs);
      const { namespace = defaultNamespace, name = "" } = manifest.metadata;
      const identity = { ...(cluster.api.kind(gvk).namespaced && { namespace }), name };
      // Server-side apply makes an object that is not there.
      const written =
        find(cluster, token, identity) === undefined
          ? createObject(cluster.api, context.cloud.clock, context.urn, identified(manifest, identity))
          : patchObject(context, cluster, token, identity, bare(manifest), manifest, "create");
      return { id: toId(identity), outputs: awaitWritten(context, cluster, written, inputs, "create") };
    },

    /** Gives up the fields; the object stays. */
    delete(context, id, state) {
      const connection = tryConnect(context, "delete");
      const identity = parseId(id);
      if (connection === undefined || find(connection.cluster, token, identity) === undefined) return;
      const manifest = toManifest(inputsOf(state));
      patchObject(context, connection.cluster, token, identity, manifest, bare(manifest));
    },
  };
}

/** A manifest that sets nothing. */
function bare({ apiVersion, kind }: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name: "" } };
}
