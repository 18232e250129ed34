import type { Clock } from "../../core/clock.ts";
import type { SimulatedImage } from "../image.ts";
import type { ApiServer } from "../api-server.ts";
import type { KubeObject, RunningCluster } from "../types.ts";

/** What the kubelets of a cluster work with. */
export interface NodeRuntime {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly cluster: RunningCluster;
  /** @throws NotSimulated */
  image(reference: string): SimulatedImage;
}

/** Records an event of the kubelet about a pod or node. */
export function kubeletEvent(
  { api }: NodeRuntime,
  about: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): void {
  api.recordEvent(about, { type, reason, message, component: "kubelet" });
}

/** A pod as the kubelet prints it: `name_namespace(uid)`. */
export function describePod({ metadata }: KubeObject): string {
  return `${metadata.name}_${metadata.namespace ?? ""}(${metadata.uid})`;
}
