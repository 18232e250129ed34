/** The programs in the images of EKS's add-ons. */
import { AwsError } from "../../../core/errors.ts";
import { ContainerExit, type ContainerContext, type ContainerImage } from "../../../kubernetes/types.ts";
import { markNodeReady } from "../nodes/boot.ts";
import { VpcCni } from "../pod-network/vpc-cni.ts";

/** Images by repository, as {@link addonImage} names them. */
export const addonImages: Readonly<Record<string, ContainerImage>> = {
  "amazon-k8s-cni": startVpcCni,
  // What these do - Services, names, credentials - is part of the simulated cluster itself.
  "eks/coredns": () => ({}),
  "eks/eks-pod-identity-agent": () => ({}),
  "eks/kube-proxy": () => ({}),
};

/** aws-node: once it has addresses for pods it writes the CNI's configuration, and the kubelet calls the node ready. */
function startVpcCni({ cloud, cluster, env, credentials, log }: ContainerContext) {
  const network = cluster.podNetwork;
  const nodeName = env.MY_NODE_NAME ?? "";
  if (!(network instanceof VpcCni)) throw new ContainerExit(1, "not a node of an EKS cluster");
  try {
    network.start(nodeName, credentials());
  } catch (error) {
    if (!(error instanceof AwsError)) throw new ContainerExit(1, (error as Error).message);
    const message = `Failed to start IPAM daemon: operation error EC2, https response error StatusCode: ${error.statusCode}, api error ${error.code}: ${error.message}`;
    log(message);
    throw new ContainerExit(1, message);
  }
  markNodeReady(cloud, cluster.api, nodeName);
  return {};
}
