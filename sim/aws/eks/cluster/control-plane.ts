import type { Cloud } from "../../../core/cloud.ts";
import { sha256 } from "../../../core/ids.ts";
import { KubernetesCluster } from "../../../kubernetes/cluster.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { installSelfManagedAddons } from "../addons/install.ts";
import { EksEndpoint } from "./api-endpoint.ts";
import { EksPodCredentials } from "../pod-credentials/pod-credentials.ts";
import { NodeOutbound } from "../nodes/egress.ts";
import { VpcCni } from "../pod-network/vpc-cni.ts";
import type { Cluster } from "../records.ts";

/** Starts the Kubernetes cluster that an EKS cluster runs. */
export function startControlPlane(cloud: Cloud, cluster: Cluster): void {
  const kubernetes = new KubernetesCluster({
    name: cluster.name,
    cloud,
    version: cluster.version,
    serviceCidr: cluster.kubernetesNetworkConfig.serviceIpv4Cidr,
  });
  clustersOf(cloud).set(cluster.name, kubernetes);
  connectToAws(cloud, kubernetes);
  if (cluster.bootstrapSelfManagedAddons) installSelfManagedAddons(cloud, cluster);
}

/** Gives a Kubernetes cluster what EKS adds to it: its address, the network of the VPC and AWS credentials for pods. */
export function connectToAws(cloud: Cloud, kubernetes: KubernetesCluster): void {
  kubernetes.podNetwork = new VpcCni(cloud, kubernetes.name);
  kubernetes.endpoint = new EksEndpoint(cloud, kubernetes.name);
  kubernetes.outbound = new NodeOutbound(cloud, kubernetes.name);
  kubernetes.podCredentials = new EksPodCredentials(cloud, kubernetes.name);
}

/** Ends the Kubernetes cluster with everything in it. */
export function stopControlPlane(cloud: Cloud, name: string): void {
  clustersOf(cloud).get(name)?.stop();
  clustersOf(cloud).delete(name);
}

/** A certificate authority's certificate in base64, as kubeconfigs have it. Nothing is ever verified with it. */
export function certificateAuthorityOf(issuerId: string): string {
  const body = Buffer.from(sha256(`certificate authority ${issuerId}`)).toString("base64");
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`).toString("base64");
}
