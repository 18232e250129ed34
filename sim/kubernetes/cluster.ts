import type { Cloud } from "../cloud.ts";
import { ApiServer, type SavedApi } from "./api-server.ts";
import type { HttpRequest, HttpResponse, PodCredentials, PodNetwork } from "./types.ts";

export interface KubernetesClusterOptions {
  readonly name: string;
  readonly cloud: Cloud;
  /** Minor version, e.g. `1.35`. */
  readonly version: string;
  /** Addresses of Services. Default: `10.100.0.0/16`. */
  readonly serviceCidr?: string;
}

/** What a saved world keeps of a cluster; controllers and containers start again from its objects. */
export interface SavedCluster {
  readonly api: SavedApi;
}

/** Namespaces that every cluster has from the start. */
const systemNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** One simulated Kubernetes cluster. */
export class KubernetesCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly api: ApiServer;
  /** Minor version, e.g. `1.35`. */
  version: string;
  /** Set by EKS: without one, pods stay without address, as on a cluster without CNI. */
  podNetwork?: PodNetwork;
  podCredentials?: PodCredentials;

  constructor(options: KubernetesClusterOptions) {
    this.name = options.name;
    this.cloud = options.cloud;
    this.version = options.version;
    this.api = new ApiServer({
      clock: options.cloud.clock,
      ids: options.cloud.ids,
      ...(options.serviceCidr === undefined ? {} : { serviceCidr: options.serviceCidr }),
    });
    for (const name of systemNamespaces) {
      this.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
  }

  /** What listens at a pod's address and port: undefined means connection refused. */
  httpAt(_ip: string, _port: number): ((request: HttpRequest) => HttpResponse) | undefined {
    return undefined;
  }

  /** Ends everything that runs in the cluster at once, without a word to AWS: the cluster is gone. */
  stop(): void {
    this.api.stop();
  }

  toJSON(): SavedCluster {
    return { api: this.api.toJSON() };
  }

  /** Replaces the cluster's objects by those of a saved world. */
  restore(saved: SavedCluster): void {
    this.api.restore(saved.api);
  }
}
