import type { Cloud } from "../../../core/cloud.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { Outbound } from "../../../kubernetes/types.ts";
import { interfacesOf } from "../../ec2/network-interface-attachment.ts";
import { reachability } from "../../ec2/reachability.ts";
import type { NatGateway, NetworkInterface, Route, VpcEndpoint } from "../../ec2/records.ts";
import { describeRoute } from "../../ec2/route.ts";
import { routeTableOf } from "../../ec2/route-table.ts";
import { ec2State } from "../../ec2/state.ts";
import { endpointsFor } from "../../ec2/vpc-endpoint.ts";
import { controlPlaneInterfaces } from "../cluster/network.ts";
import type { Cluster } from "../records.ts";

/** Where a subnet's packets for the internet go. */
export type Egress = "internet-gateway" | "nat-gateway" | "none";

export function egressOf(cloud: Cloud, subnetId: string): Egress {
  const route = internetRouteOf(cloud, subnetId);
  if (route?.NatGatewayId !== undefined) return "nat-gateway";
  return route?.GatewayId === undefined ? "none" : "internet-gateway";
}

function natGatewayOf(cloud: Cloud, subnetId: string): NatGateway | undefined {
  const { NatGatewayId } = internetRouteOf(cloud, subnetId) ?? {};
  return NatGatewayId === undefined ? undefined : ec2State(cloud).natGateways.get(NatGatewayId);
}

/** The default route of a subnet, where it leads somewhere. */
function internetRouteOf(cloud: Cloud, subnetId: string): Route | undefined {
  const table = routeTableOf(cloud, subnetId);
  const route = table.Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  const leads = route !== undefined && describeRoute(cloud, table.VpcId, route).State !== "blackhole";
  return leads ? route : undefined;
}

/** Why a node's interface cannot reach what it needs to join its cluster: EC2 and the API server. Undefined when it can. */
export function joinObstacle(cloud: Cloud, cluster: Cluster, node: NetworkInterface): string | undefined {
  return serviceObstacle(cloud, node, "ec2") ?? apiServerObstacle(cloud, cluster, node);
}

/** With private access the endpoint's name leads nodes to the control plane's interfaces, else out to the internet. */
function apiServerObstacle(cloud: Cloud, cluster: Cluster, node: NetworkInterface): string | undefined {
  if (!cluster.resourcesVpcConfig.endpointPrivateAccess) return internetObstacle(cloud, node);
  const [controlPlane] = controlPlaneInterfaces(cloud, cluster.name);
  if (controlPlane === undefined) return "dial tcp: i/o timeout (the control plane has no network interface)";
  return peerObstacle(cloud, node, controlPlane);
}

/**
 * Why an interface cannot reach a service of AWS, which its endpoints call `ecr.api`; undefined when it can. Where there is
 * an endpoint with private DNS, the service's name leads to it, also past a way to the internet.
 */
function serviceObstacle(cloud: Cloud, node: NetworkInterface, service: string): string | undefined {
  const endpoints = endpointsFor(cloud, node.VpcId, service);
  const named = endpoints.find((endpoint) => endpoint.PrivateDnsEnabled);
  if (named !== undefined) return endpointObstacle(cloud, node, named);
  const { RouteTableId } = routeTableOf(cloud, node.SubnetId);
  const isRouted = endpoints.some(({ RouteTableIds }) => RouteTableIds.includes(RouteTableId));
  return isRouted ? undefined : internetObstacle(cloud, node);
}

function endpointObstacle(
  cloud: Cloud,
  node: NetworkInterface,
  { VpcEndpointId, NetworkInterfaceIds }: VpcEndpoint,
): string | undefined {
  const [id] = NetworkInterfaceIds;
  if (id === undefined) return `dial tcp: i/o timeout (${VpcEndpointId} is in no subnet)`;
  return peerObstacle(cloud, node, ec2State(cloud).networkInterfaces.get(id));
}

function peerObstacle(cloud: Cloud, node: NetworkInterface, peer: NetworkInterface): string | undefined {
  const from = { address: node.PrivateIpAddress, interface: node };
  const to = { address: peer.PrivateIpAddress, interface: peer };
  const way = reachability(cloud, { from, to, port: 443 });
  return way.allowed ? undefined : `dial tcp: i/o timeout (${way.reason})`;
}

function internetObstacle(cloud: Cloud, node: NetworkInterface): string | undefined {
  const source = addressOnInternet(cloud, node, node.PrivateIpAddress);
  if (typeof source === "string") return `dial tcp: i/o timeout (${source})`;
  const from = { address: node.PrivateIpAddress, interface: node };
  const internet = reachability(cloud, { from, to: { address: "192.0.2.1" }, port: 443 });
  return internet.allowed ? undefined : `dial tcp: i/o timeout (${internet.reason})`;
}

/** The public address that packets of an interface have on the internet, or why none gets there. */
export function addressOnInternet(
  cloud: Cloud,
  { SubnetId, PrivateIpAddresses }: NetworkInterface,
  address: string,
): { readonly address: string } | string {
  const gateway = natGatewayOf(cloud, SubnetId);
  if (gateway !== undefined) return { address: gateway.NatGatewayAddresses[0]!.PublicIp ?? "" };
  if (egressOf(cloud, SubnetId) === "none") return `subnet ${SubnetId} has no route to the internet`;
  const own = PrivateIpAddresses.find(({ PrivateIpAddress }) => PrivateIpAddress === address)?.Association;
  return own === undefined ? `${address} has no public address` : { address: own.PublicIp };
}

/** What pulls from a private registry of the region take: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
const REGISTRY_SERVICES = ["ecr.api", "ecr.dkr", "s3"];

/** What nodes of an EKS cluster, and their pods, reach outside of their VPC. */
export class NodeOutbound implements Outbound {
  readonly #cloud: Cloud;
  readonly #clusterName: string;

  constructor(cloud: Cloud, clusterName: string) {
    this.#cloud = cloud;
    this.#clusterName = clusterName;
  }

  imageObstacle(nodeName: string, image: string): string | undefined {
    const isRegional = image.split("/")[0]!.includes(`.dkr.ecr.${this.#cloud.region}.amazonaws.com`);
    const node = this.#interfaceOf(nodeName);
    if (node === undefined) return undefined;
    if (!isRegional) return internetObstacle(this.#cloud, node);
    return REGISTRY_SERVICES.map((service) => serviceObstacle(this.#cloud, node, service)).find(
      (obstacle) => obstacle !== undefined,
    );
  }

  serviceObstacle(nodeName: string, service: string): string | undefined {
    const node = this.#interfaceOf(nodeName);
    return node && serviceObstacle(this.#cloud, node, service);
  }

  #interfaceOf(nodeName: string): NetworkInterface | undefined {
    const node = clustersOf(this.#cloud).get(this.#clusterName)?.api.find("v1/Node", undefined, nodeName);
    const instanceId = (node?.["spec"] as { readonly providerID?: string } | undefined)?.providerID
      ?.split("/")
      .at(-1);
    return instanceId === undefined ? undefined : interfacesOf(this.#cloud, instanceId)[0];
  }
}
