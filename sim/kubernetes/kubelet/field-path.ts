import { NotSimulated } from "../../core/errors.ts";
import type { Pod } from "../objects.ts";

/**
 * A field of a pod that a container may read.
 * https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 *
 * @throws NotSimulated for a field that is not modelled.
 */
export function fieldValue(pod: Pod, path: string): string | undefined {
  const { metadata, spec, status } = pod;
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return metadata[keyed[1] as "labels" | "annotations"]?.[keyed[2]!];
  switch (path) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace;
    case "metadata.uid":
      return metadata.uid;
    case "spec.nodeName":
      return spec.nodeName;
    case "spec.serviceAccountName":
      return spec.serviceAccountName;
    case "status.podIP":
      return status.podIP;
    case "status.podIPs":
      return (status.podIPs ?? []).map(({ ip }) => ip).join(",");
    case "status.hostIP":
      return status.hostIP;
    case "metadata.labels":
    case "metadata.annotations":
      return Object.entries(metadata[path.slice("metadata.".length) as "labels" | "annotations"] ?? {})
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join("\n");
    default:
      throw new NotSimulated(`field ${path} of a pod`);
  }
}
