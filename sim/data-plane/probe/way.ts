/** The way of a connection through Services, network interfaces and security groups to what answers. */
import { blockOf, containsAddress, parseAddress } from "../../aws/ec2/cidr.ts";
import { interfaceOf, reachability, type Endpoint } from "../../aws/ec2/reachability.ts";
import type { NetworkInterface } from "../../aws/ec2/records.ts";
import { ec2State } from "../../aws/ec2/state.ts";
import { addressOnInternet, egressOf } from "../../aws/eks/nodes/egress.ts";
import { eksState } from "../../aws/eks/state.ts";
import type { LoadBalancerRecord } from "../../aws/elbv2/records.ts";
import { elbv2State } from "../../aws/elbv2/state.ts";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { clustersOf } from "../../kubernetes/clusters.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";
import type { Proxied } from "../../kubernetes/kube-proxy.ts";
import type { HttpListener } from "../../kubernetes/types.ts";
import { wayIn } from "../entrance.ts";
import { nodePlace, nodeWith, placeOf, type Client, type PodPlace } from "./client.ts";

/** Where a connection ends. */
export type Arrival =
  | {
      readonly outcome: "pod";
      readonly cluster: string;
      /** `namespace/name` */
      readonly pod: string;
      readonly node: string;
      readonly address: string;
      readonly port: number;
      /** The address of the client that the pod sees. */
      readonly source: string;
      /** The Service that led there: `namespace/name`. */
      readonly service: string | null;
      readonly serve: HttpListener;
    }
  | { readonly outcome: "load-balancer"; readonly loadBalancerArn: string; readonly source: string }
  | { readonly outcome: "refused" | "timeout"; readonly reason: string };

const timeout = (reason: string): Arrival => ({ outcome: "timeout", reason });

/** Connects to an address and port. */
export function connect(cloud: Cloud, client: Client, address: string, port: number): Arrival {
  if (client.cluster === undefined) return fromInternet(cloud, client.address, address, port);
  const place = placeOf(cloud, client.cluster, client.pod);
  return toService(cloud, place, address, port) ?? toInterface(cloud, place, address, port);
}

/** Connects to a load balancer by its name. */
export function connectToLoadBalancer(cloud: Cloud, client: Client, arn: string, port: number): Arrival {
  const loadBalancer = elbv2State(cloud).loadBalancers.get(arn);
  const from = startTowards(cloud, client, loadBalancer);
  if (typeof from === "string") return timeout(from);
  const way = wayIn(cloud, loadBalancer, from, port);
  if (!way.allowed) return timeout(way.reason);
  return { outcome: "load-balancer", loadBalancerArn: arn, source: from.address };
}

/** @returns why there is no way, in words, where there is none. */
function startTowards(cloud: Cloud, client: Client, { name, scheme }: LoadBalancerRecord): Endpoint | string {
  const isInternal = scheme === "internal";
  if (client.cluster === undefined) return isInternal ? `${name} is internal` : { address: client.address };
  const place = placeOf(cloud, client.cluster, client.pod);
  return isInternal ? place.end : outward(cloud, place);
}

/** The rules of kube-proxy on the pod's own node: addresses of Services, and node ports of the node itself. */
function toService(cloud: Cloud, place: PodPlace, address: string, port: number): Arrival | undefined {
  const { cluster, node, end } = place;
  const client = { nodeName: node.name, address: end.address };
  const proxied = cluster.kubeProxy.toClusterAddress(address, port, client);
  if (proxied?.service === "default/kubernetes")
    throw new NotSimulated("requests to the Kubernetes API", address);
  if (proxied !== undefined) return follow(cloud, cluster, node.name, end, proxied);
  if (isOf(address, eksState(cloud).clusters.get(cluster.name).kubernetesNetworkConfig.serviceIpv4Cidr)) {
    return timeout(`no Service has port ${port} at ${address}`);
  }
  return address === node.address ? atNode(cloud, cluster, end, address, port) : undefined;
}

/** An address of the VPC, or a public one, from a pod. */
function toInterface(cloud: Cloud, place: PodPlace, address: string, port: number): Arrival {
  const to = interfaceOf(cloud, place.vpcId, address);
  if (to !== undefined) {
    const isOnNode = to.Attachment?.InstanceId === place.node.interface.Attachment?.InstanceId;
    // What stays on a node passes no network interface.
    return isOnNode
      ? arrive(cloud, place.end, { address, port })
      : enter(cloud, place.end, to, { address, port });
  }
  if (vpcHas(cloud, place.vpcId, address))
    return timeout(`nobody in ${place.vpcId} has the address ${address}`);
  const from = outward(cloud, place);
  return typeof from === "string" ? timeout(from) : fromInternet(cloud, from.address, address, port);
}

/** How a pod's packets leave the VPC: with the address of its node, unless external SNAT leaves them the pod's. */
function outward(cloud: Cloud, { cluster, node, end }: PodPlace): Endpoint | string {
  const eni = hasExternalSnat(cluster) ? end.interface : node.interface;
  const address = hasExternalSnat(cluster) ? end.address : node.address;
  const found = addressOnInternet(cloud, eni, address);
  return typeof found === "string" ? found : { address: found.address };
}

function hasExternalSnat({ api }: KubernetesCluster): boolean {
  const agent = api.view("apps/v1/DaemonSet", "kube-system", "aws-node");
  const variables = agent?.spec.template.spec.containers[0]?.env ?? [];
  return variables.some(({ name, value }) => name === "AWS_VPC_K8S_CNI_EXTERNALSNAT" && value === "true");
}

/** A public address, which leads to one of a network interface in a subnet with a way to the internet. */
function fromInternet(cloud: Cloud, source: string, address: string, port: number): Arrival {
  const [eni] = ec2State(cloud).networkInterfaces.where(({ PrivateIpAddresses }) =>
    PrivateIpAddresses.some(({ Association }) => Association?.PublicIp === address),
  );
  if (eni === undefined) return timeout(`nobody here has the public address ${address}`);
  if (egressOf(cloud, eni.SubnetId) !== "internet-gateway") {
    return timeout(`subnet ${eni.SubnetId} has no route to the internet`);
  }
  const { PrivateIpAddress } = eni.PrivateIpAddresses.find(
    ({ Association }) => Association?.PublicIp === address,
  )!;
  return enter(cloud, { address: source }, eni, { address: PrivateIpAddress, port });
}

interface Goal {
  readonly address: string;
  readonly port: number;
}

/** Passes the security groups of both ends. */
function enter(cloud: Cloud, from: Endpoint, to: NetworkInterface, goal: Goal): Arrival {
  const way = reachability(cloud, { from, to: { address: goal.address, interface: to }, port: goal.port });
  if (!way.allowed) return timeout(way.reason);
  const loadBalancer = loadBalancerAt(cloud, to);
  if (loadBalancer === undefined) return arrive(cloud, from, goal);
  return { outcome: "load-balancer", loadBalancerArn: loadBalancer.arn, source: from.address };
}

function loadBalancerAt(
  cloud: Cloud,
  { NetworkInterfaceId }: NetworkInterface,
): LoadBalancerRecord | undefined {
  return elbv2State(cloud).loadBalancers.where(({ subnets }) =>
    subnets.some(({ networkInterfaceId }) => networkInterfaceId === NetworkInterfaceId),
  )[0];
}

/** The packets are there. */
function arrive(cloud: Cloud, from: Endpoint, { address, port }: Goal): Arrival {
  for (const cluster of clustersOf(cloud).values()) {
    if (nodeWith(cluster, address) !== undefined) return atNode(cloud, cluster, from, address, port);
    const found = atPod(cluster, address, port, from, null);
    if (found !== undefined) return found;
  }
  return timeout(`no pod or node has the address ${address}`);
}

function atNode(
  cloud: Cloud,
  cluster: KubernetesCluster,
  from: Endpoint,
  address: string,
  port: number,
): Arrival {
  const { name } = nodeWith(cluster, address)!.metadata;
  const proxied = cluster.kubeProxy.toNodePort(address, port, from.address);
  if (proxied !== undefined) return follow(cloud, cluster, name, from, proxied);
  return { outcome: "refused", reason: `no Service has port ${port} of node ${name}` };
}

/** From a node's rules to the pod that they chose. */
function follow(
  cloud: Cloud,
  cluster: KubernetesCluster,
  nodeName: string,
  client: Endpoint,
  proxied: Proxied,
): Arrival {
  const { service } = proxied;
  if (proxied.outcome === "refused") {
    return { outcome: "refused", reason: `no pod behind Service ${service} is ready` };
  }
  if (proxied.outcome === "dropped") {
    return timeout(
      `Service ${service} has ${proxied.policy}, and none of its ready pods is on node ${nodeName}`,
    );
  }
  const { destination, masqueraded } = proxied;
  const node = nodePlace(cloud, cluster, nodeName);
  const from: Endpoint = masqueraded ? { address: node.address, interface: node.interface } : client;
  const to = {
    address: destination.ip,
    interface: interfaceOf(cloud, node.interface.VpcId, destination.ip)!,
  };
  const way = reachability(cloud, { from, to, port: destination.port });
  if (destination.nodeName !== nodeName && !way.allowed) return timeout(way.reason);
  return atPod(cluster, destination.ip, destination.port, from, service)!;
}

/** @returns undefined where no pod of the cluster has the address. */
function atPod(
  cluster: KubernetesCluster,
  address: string,
  port: number,
  from: Endpoint,
  service: string | null,
): Arrival | undefined {
  const pods = cluster.api.views("v1/Pod").filter(({ status }) => status.podIP === address);
  const serve = cluster.httpAt(address, port);
  const [pod] = pods;
  if (pod === undefined) return undefined;
  const obstacle = cluster.networkPolicies.obstacle(from.address, address, port);
  if (obstacle !== undefined) return timeout(obstacle);
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
  if (serve === undefined) {
    return { outcome: "refused", reason: `nothing listens on port ${port} of pod ${name}` };
  }
  const node = pod.spec.nodeName ?? "";
  const end = { cluster: cluster.name, pod: name, node, address, port, source: from.address, service };
  return { outcome: "pod", ...end, serve };
}

function vpcHas(cloud: Cloud, vpcId: string, address: string): boolean {
  const { CidrBlockAssociationSet } = ec2State(cloud).vpcs.get(vpcId);
  return CidrBlockAssociationSet.some(({ CidrBlock }) => isOf(address, CidrBlock));
}

function isOf(address: string, cidr: string): boolean {
  return containsAddress(blockOf(cidr), parseAddress(address)!);
}
