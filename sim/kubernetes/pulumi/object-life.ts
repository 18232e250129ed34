import type { ResourceType } from "../../core/resource-type.ts";
import { diffObjects } from "./diff.ts";
import { FIELD_MANAGER, fieldManagerOf } from "./field-manager.ts";
import { parseId } from "./identity.ts";
import { liveInputs, toOutputs } from "./manifest.ts";
import { requireCluster, tryConnect } from "./reach.ts";
import type { KubernetesToken } from "./token.ts";
import { awaitWritten, find, relinquish, updateObject } from "./write.ts";

/** How resources that own an object, and those that only patch one, compare, read and change it. */
export function objectLife(
  token: KubernetesToken,
): Required<Pick<ResourceType, "diff" | "read" | "readInputs" | "secret" | "update">> {
  return {
    // The provider marks these itself: `annotateSecrets` in provider/pkg/provider/provider.go of pulumi-kubernetes.
    secret: token.gvk === "v1/Secret" ? ["data", "stringData"] : [],

    diff: (before, after) => diffObjects(token, before, after),

    read(context, id, inputs) {
      const connection = tryConnect(context, "read");
      const live = connection && find(connection.cluster, token, parseId(id));
      return live && toOutputs(live, inputs, fieldManagerOf(inputs, context.state, context.urn));
    },

    readInputs: liveInputs,

    update(context, id, before, after) {
      const { cluster } = requireCluster(context);
      const { object, applied } = updateObject(context, cluster, token, parseId(id), { before, after });
      const outputs = awaitWritten(context, cluster, object, after, "update", applied);
      const former = fieldManagerOf(before, context.state, context.urn);
      if (former !== outputs[FIELD_MANAGER]) relinquish(cluster.api, token, parseId(id), former);
      return outputs;
    },
  };
}
