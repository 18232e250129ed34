import type { ResourceType } from "../../core/resource-type.ts";
import { diffObjects } from "./diff.ts";
import { parseId } from "./identity.ts";
import { liveInputs, toManifest, toOutputs } from "./manifest.ts";
import { requireCluster, tryConnect } from "./reach.ts";
import type { KubernetesToken } from "./token.ts";
import { awaitWritten, find, patchObject } from "./write.ts";

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
      return live && toOutputs(live, inputs);
    },

    readInputs: liveInputs,

    update(context, id, before, after) {
      const { cluster } = requireCluster(context);
      const [old, wanted] = [toManifest(before), toManifest(after)];
      const written = patchObject(context, cluster, token, parseId(id), old, wanted);
      return awaitWritten(context, cluster, written, after, "update");
    },
  };
}
