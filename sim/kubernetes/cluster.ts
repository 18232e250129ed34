import type { Cloud } from "../cloud.ts";
import type { HttpRequest, HttpResponse, KubernetesApi, PodCredentials, PodNetwork } from "./types.ts";

/** One simulated Kubernetes cluster. */
export interface KubernetesCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly api: KubernetesApi;
  /** Minor version, e.g. `1.35`. */
  version: string;
  /** Set by EKS: without one, pods stay without address, as on a cluster without CNI. */
  podNetwork?: PodNetwork;
  podCredentials?: PodCredentials;
  /** What listens at a pod's address and port: undefined means connection refused. */
  httpAt(ip: string, port: number): ((request: HttpRequest) => HttpResponse) | undefined;
  /** Ends everything that runs in the cluster at once, without a word to AWS: the cluster is gone. */
  stop(): void;
}
