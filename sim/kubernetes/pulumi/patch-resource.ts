/** Patch resources (`NamespacePatch`, `CustomResourcePatch`): they set some fields of an object that others own. */
import type { ResourceType } from "../../core/resource-type.ts";
import { patchForce } from "./annotations.ts";
import { createObject } from "./create-object.ts";
import { fieldManagerOf } from "./field-manager.ts";
import { parseId, toId } from "./identity.ts";
import { inputsOf, toManifest } from "./manifest.ts";
import { objectLife } from "./object-life.ts";
import { requireCluster, tryConnect } from "./reach.ts";
import type { KubernetesToken } from "./token.ts";
import { applyObject, awaitWritten, find, identified, relinquish } from "./write.ts";

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
      const manager = fieldManagerOf(inputs, undefined, context.urn);
      const wanted = identified(manifest, identity);
      const written = createObject(context.cloud.clock, context.urn, wanted, (applied) =>
        applyObject(cluster.api, applied, manager, patchForce(inputs)),
      );
      return { id: toId(identity), outputs: awaitWritten(context, cluster, written, inputs, "create") };
    },

    /** Gives up the fields; the object stays. */
    delete(context, id, state) {
      const connection = tryConnect(context, "delete");
      const identity = parseId(id);
      if (connection === undefined || find(connection.cluster, token, identity) === undefined) return;
      const manager = fieldManagerOf(inputsOf(state), state, context.urn);
      relinquish(connection.cluster.api, token, identity, manager);
    },
  };
}
