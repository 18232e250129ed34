import { SimulatedCloud } from "../../../sim/cloud.ts";
import { NotSimulated } from "../../../sim/core/errors.ts";
import type { SimulatedImage } from "../../../sim/kubernetes/image.ts";
import { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import type { Deployment, Node, Pod, PodSpec } from "../../../sim/kubernetes/objects.ts";
import {
  ContainerExit,
  type KubeObject,
  type Manifest,
  type PodNetwork,
} from "../../../sim/kubernetes/types.ts";

/** A program that answers every request on port 8080. */
export const webImage: SimulatedImage = {
  user: 101,
  start: ({ pod }) => ({
    http: new Map([[8080, () => ({ status: 200, headers: {}, body: pod.metadata.name })]]),
  }),
};

/** A program that ends at once, with code 1. */
export const failingImage: SimulatedImage = {
  user: 101,
  start: (context) => {
    context.log("cannot go on");
    throw new ContainerExit(1, "cannot go on");
  },
};

/** Addresses one after the other; which are given back is kept. */
export class TestNetwork implements PodNetwork {
  readonly released: string[] = [];
  /** When set, no address is given, with these words. */
  failure: string | undefined;
  #count = 0;

  assign(): string {
    if (this.failure !== undefined) throw new Error(this.failure);
    return `10.0.0.${++this.#count}`;
  }

  release(_node: KubeObject, pod: KubeObject): void {
    this.released.push(pod.metadata.name);
  }
}

export interface ClusterOptions {
  /** Zones of the nodes, one node each. Default: a, b, c. */
  readonly zones?: readonly string[];
  /** Pods that a node may have. Default: 17. */
  readonly maxPods?: number;
  readonly version?: string;
  /** More images, besides `web` and `failing`. */
  readonly images?: Readonly<Record<string, SimulatedImage>>;
}

/** A cluster with nodes, the namespace `game`, and images `web` and `failing`. */
export function startCluster(options: ClusterOptions = {}) {
  const cloud = new SimulatedCloud();
  const images: Readonly<Record<string, SimulatedImage>> = {
    web: webImage,
    failing: failingImage,
    ...options.images,
  };
  const cluster = new KubernetesCluster({
    name: "myeks",
    cloud,
    version: options.version ?? "1.35",
    image: (reference) => {
      const image = images[reference];
      if (image === undefined) throw new NotSimulated(`image ${reference}`);
      return image;
    },
  });
  const network = new TestNetwork();
  cluster.podNetwork = network;
  for (const zone of options.zones ?? ["a", "b", "c"]) cluster.api.create(node(zone, options.maxPods ?? 17));
  cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "game" } });
  cloud.clock.settle();
  return { cloud, clock: cloud.clock, cluster, api: cluster.api, network };
}

export type TestCluster = ReturnType<typeof startCluster>;

/** A ready node `node-<zone>` with two cores and 4 GiB. */
export function node(zone: string, maxPods = 17): Manifest {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: `node-${zone}`,
      labels: { "topology.kubernetes.io/zone": zone, "kubernetes.io/hostname": `node-${zone}` },
    },
    status: {
      allocatable: { cpu: "2", memory: "4Gi", pods: String(maxPods) },
      addresses: [{ type: "InternalIP", address: `10.1.0.${zone.charCodeAt(0)}` }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

/** A Deployment of `web` containers in `game` with a readiness probe. */
export function deployment(
  name: string,
  options: {
    readonly replicas?: number;
    readonly image?: string;
    readonly pod?: Partial<PodSpec> | object;
    readonly container?: object;
    readonly spec?: object;
  } = {},
): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "game" },
    spec: {
      replicas: options.replicas ?? 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name: "app",
              image: options.image ?? "web",
              ports: [{ name: "http", containerPort: 8080 }],
              readinessProbe: { httpGet: { path: "/", port: "http" } },
              ...options.container,
            },
          ],
          ...options.pod,
        },
      },
      ...options.spec,
    },
  };
}

/** A pod of one container in `game`. */
export function pod(
  name: string,
  options: { readonly spec?: object; readonly container?: object } = {},
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "game", labels: { app: name } },
    spec: { containers: [{ name: "app", image: "web", ...options.container }], ...options.spec },
  };
}

export function getDeployment({ api }: TestCluster, name: string): Deployment {
  return api.get("apps/v1/Deployment", "game", name) as Deployment;
}

export function getPod({ api }: TestCluster, name: string): Pod {
  return api.get("v1/Pod", "game", name) as Pod;
}

export function podsOf({ api }: TestCluster, app?: string): Pod[] {
  return api.list("v1/Pod", {
    namespace: "game",
    ...(app === undefined ? {} : { labels: { app } }),
  }) as Pod[];
}

export function getNode({ api }: TestCluster, name: string): Node {
  return api.get("v1/Node", undefined, name) as Node;
}

/** What events say about an object, oldest first. */
export function eventsOf({ api }: TestCluster, name: string): string[] {
  return api
    .list("v1/Event")
    .filter((event) => event["involvedObject"].name === name)
    .map((event) => `${event["type"]} ${event["reason"]}: ${event["message"]}`);
}

/** Changes a node's Ready condition. */
export function setReady(cluster: TestCluster, name: string, status: "True" | "False" | "Unknown"): void {
  const present = getNode(cluster, name);
  cluster.api.updateStatus({
    ...present,
    status: { ...present.status, conditions: [{ type: "Ready", status }] },
  });
  cluster.clock.settle();
}

/** Lets a cluster come to rest, or go on for a time. */
export function run({ clock }: TestCluster, seconds: number): void {
  clock.advance(seconds * 1000);
}
