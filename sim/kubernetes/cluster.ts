import type { Cloud } from "../core/cloud.ts";
import type { Clock } from "../core/clock.ts";
import type { SimulatedImage } from "./image.ts";
import { imagesOf } from "./image-registry.ts";
import { installAdmission } from "./admission/index.ts";
import { serviceTransport, type WebhookTransport } from "./admission/webhook-transport.ts";
import { ApiServer, type SavedApi } from "./api-server.ts";
import { bootstrap } from "./bootstrap.ts";
import { Controller } from "./controller-runtime/controller.ts";
import type { ClusterControllerClass, ControlPlane } from "./controllers/cluster-controller.ts";
import { clusterControllers } from "./controllers/index.ts";
import { fieldManagers } from "./field-managers.ts";
import { Kubelet } from "./kubelet/kubelet.ts";
import { KubeProxy } from "./kube-proxy.ts";
import { NetworkPolicies } from "./network-policies.ts";
import { podMetrics, type PodMetrics } from "./pod-metrics.ts";
import type { ApiEndpoint, HttpListener, Outbound, PodCredentials, PodNetwork } from "./types.ts";

export interface KubernetesClusterOptions {
  readonly name: string;
  readonly cloud: Cloud;
  /** Minor version, e.g. `1.35`. */
  readonly version: string;
  /** Addresses of Services. Default: `10.100.0.0/16`, as EKS takes beside VPCs outside of 10.0.0.0/8. */
  readonly serviceCidr?: string;
  /** Finds the program of an image; for tests that bring their own. Default: what the cloud knows, {@link imagesOf}. */
  readonly image?: (reference: string) => SimulatedImage;
  /** Control loops to run; for tests that give objects by hand. Default: all of them. */
  readonly controllers?: readonly ClusterControllerClass[];
}

/** What a saved world keeps of a cluster; controllers and containers start again from its objects. */
export interface SavedCluster {
  readonly api: SavedApi;
}

const DEFAULT_SERVICE_CIDR = "10.100.0.0/16";

/** Kinds of objects that decide what answers at an address, and what it answers. */
const SERVING_KINDS = [
  "v1/Pod",
  "v1/Service",
  "v1/ConfigMap",
  "v1/Secret",
  "discovery.k8s.io/v1/EndpointSlice",
  "networking.k8s.io/v1/NetworkPolicy",
];

/** One simulated Kubernetes cluster: API server, controllers and the kubelets of its nodes. */
export class KubernetesCluster implements ControlPlane {
  readonly name: string;
  readonly cloud: Cloud;
  readonly api: ApiServer;
  readonly clock: Clock;
  /** Minor version, e.g. `1.35`. */
  version: string;
  /** Set by EKS: without one, pods stay without address, as on a cluster without CNI. */
  podNetwork?: PodNetwork;
  podCredentials?: PodCredentials;
  /** Set by EKS: without one, everything is in reach. */
  outbound?: Outbound;
  /** Set by EKS: without one, nobody outside of the cluster can talk to it. */
  endpoint?: ApiEndpoint;
  /**
   * How the API server reaches admission webhooks. By default through their Service to a running pod; tests may put
   * handlers here directly.
   */
  webhookTransport: WebhookTransport;
  /** How connections to Services get to pods. */
  readonly kubeProxy: KubeProxy;
  /** What keeps connections from pods. */
  readonly networkPolicies: NetworkPolicies;
  /** The program of an image. */
  readonly image: (reference: string) => SimulatedImage;
  readonly #controllerClasses: readonly ClusterControllerClass[];
  #controllers: readonly Controller[] = [];
  #kubelet: Kubelet;
  #revision = 0;

  constructor(options: KubernetesClusterOptions) {
    const serviceCidr = options.serviceCidr ?? DEFAULT_SERVICE_CIDR;
    this.name = options.name;
    this.cloud = options.cloud;
    this.version = options.version;
    this.image = options.image ?? ((reference) => imagesOf(options.cloud).find(reference));
    this.#controllerClasses = options.controllers ?? clusterControllers;
    this.clock = options.cloud.clock;
    this.api = new ApiServer({ clock: this.clock, ids: options.cloud.ids, serviceCidr });
    this.kubeProxy = new KubeProxy(this.api, this.clock);
    this.networkPolicies = new NetworkPolicies(this.api);
    this.api.watch(() => this.servesOtherwise(), SERVING_KINDS);
    bootstrap(this.api.as(fieldManagers.apiServer), serviceCidr);
    this.webhookTransport = serviceTransport(this.api, (pod, path) => this.#kubelet.webhook(pod, path));
    installAdmission(this.api, {
      podCredentials: () => this.podCredentials,
      webhooks: (address) => this.webhookTransport(address),
    });
    this.#kubelet = this.#start();
  }

  /** Another number after every change of the pods and of what they serve. */
  get revision(): number {
    return this.#revision;
  }

  /** Notes that pods may answer in another way from now on. */
  servesOtherwise(): void {
    this.#revision += 1;
  }

  /** What listens at a pod's address and port, or at a node port: undefined means connection refused. */
  httpAt(ip: string, port: number): HttpListener | undefined {
    const listening = this.#kubelet.httpAt(ip, port);
    if (listening !== undefined) return listening;
    const proxied = this.kubeProxy.toNodePort(ip, port, "");
    if (proxied?.outcome !== "forwarded") return undefined;
    return this.#kubelet.httpAt(proxied.destination.ip, proxied.destination.port);
  }

  podMetrics(namespace: string): readonly PodMetrics[] {
    return podMetrics(this.api, (podUid) => this.#kubelet.usage(podUid), namespace);
  }

  /**
   * The last lines that a container wrote, oldest first, as `kubectl logs` shows them.
   *
   * @param options.container may be left out for a pod with one container.
   * @param options.previous the run before this one.
   */
  logs(
    namespace: string,
    pod: string,
    options: { readonly container?: string; readonly previous?: boolean } = {},
  ): readonly string[] {
    const { metadata } = this.api.get("v1/Pod", namespace, pod);
    return this.#kubelet.logs(metadata.uid, options.container, options.previous ?? false);
  }

  /** Ends everything that runs in the cluster at once, without a word to AWS: the cluster is gone. */
  stop(): void {
    this.#kubelet.stop();
    for (const controller of this.#controllers) controller.stop();
    this.api.stop();
  }

  toJSON(): SavedCluster {
    return { api: this.api.toJSON() };
  }

  /** Replaces the cluster's objects by those of a saved world; controllers and containers start from them. */
  restore(saved: SavedCluster): void {
    this.stop();
    this.api.restore(saved.api);
    this.#kubelet = this.#start();
  }

  #start(): Kubelet {
    this.#controllers = this.#controllerClasses.map((Loop) => new Controller(this, new Loop(this)));
    return new Kubelet({
      api: this.api.as(fieldManagers.kubelet),
      clock: this.clock,
      cluster: this,
      image: this.image,
    });
  }
}
