import type { Cloud } from "../cloud.ts";
import type { KubernetesApi } from "./types.ts";

/** One simulated Kubernetes cluster. */
export interface KubernetesCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly api: KubernetesApi;
}
