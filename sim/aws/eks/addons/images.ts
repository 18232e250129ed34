/** The programs in the images of EKS's add-ons. */
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import type { ImageSource, SimulatedImage } from "../../../kubernetes/image.ts";
import { ContainerExit, type ContainerContext, type ContainerProcess } from "../../../kubernetes/types.ts";
import { METRICS_SERVER_PORT } from "./metrics-server.ts";
import { markNodeReady } from "../nodes/boot.ts";
import { VpcCni } from "../pod-network/vpc-cni.ts";

/** What these do - Services, names, credentials - is part of the simulated cluster itself. */
const idle: SimulatedImage = { start: () => ({}), user: 0 };

/** It is ready once it listens; the figures themselves are the cluster's. */
const metricsServer: SimulatedImage = {
  start: () => ({
    http: new Map([[METRICS_SERVER_PORT, () => ({ status: 200, headers: {}, body: "ok" })]]),
    revision: () => 0,
  }),
  user: 1000,
};

/** Images by repository, without the registry that `addonImage` puts in front. */
const images: Readonly<Record<string, SimulatedImage>> = {
  "amazon-k8s-cni": { start: startVpcCni, user: 0 },
  "eks/coredns": idle,
  "eks/eks-pod-identity-agent": idle,
  "eks/kube-proxy": idle,
  "eks/metrics-server": metricsServer,
};

/** The add-on images in EKS's registries, of which each region has its own. */
export const addonImages: ImageSource = {
  names: Object.keys(images),
  find(repository) {
    const [, name] = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/(.+)$/.exec(repository) ?? [];
    return name === undefined ? undefined : images[name];
  },
};

/** aws-node: once it has addresses for pods it writes the CNI's configuration, and the kubelet calls the node ready. */
function startVpcCni({ cloud, cluster, env, credentials, log }: ContainerContext): ContainerProcess {
  const network = cluster.podNetwork;
  const nodeName = env["MY_NODE_NAME"] ?? "";
  if (!(network instanceof VpcCni)) throw new ContainerExit(1, "not a node of an EKS cluster");
  try {
    network.start(nodeName, credentials());
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    const message = `Failed to start IPAM daemon: ${wordsOf(error as Error)}`;
    log(message);
    throw new ContainerExit(1, message);
  }
  markNodeReady(cloud, cluster.api, nodeName);
  return {};
}

function wordsOf(error: Error): string {
  if (!(error instanceof AwsError)) return error.message;
  return `operation error EC2, https response error StatusCode: ${error.statusCode}, api error ${error.code}: ${error.message}`;
}
