import type { Cloud } from "../../../core/cloud.ts";
import { reachability } from "../../ec2/reachability.ts";
import type { NetworkInterface } from "../../ec2/records.ts";
import { describeRoute } from "../../ec2/route.ts";
import { routeTableOf } from "../../ec2/route-table.ts";
import { controlPlaneInterfaces } from "../cluster/network.ts";
import type { Cluster } from "../records.ts";

/** Where a subnet's packets for the internet go. */
export type Egress = "internet-gateway" | "nat-gateway" | "none";

export function egressOf(cloud: Cloud, subnetId: string): Egress {
  const table = routeTableOf(cloud, subnetId);
  const route = table.Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  if (route === undefined || describeRoute(cloud, table.VpcId, route).State === "blackhole") return "none";
  if (route.NatGatewayId !== undefined) return "nat-gateway";
  return route.GatewayId === undefined ? "none" : "internet-gateway";
}

/**
 * Why a node's interface cannot reach what it needs to join its cluster: the API server, and the internet for
 * images and AWS's own APIs (VPC endpoints are not simulated). Undefined when it can.
 */
export function joinObstacle(cloud: Cloud, cluster: Cluster, node: NetworkInterface): string | undefined {
  const egress = egressOf(cloud, node.SubnetId);
  if (egress === "none")
    return `dial tcp: i/o timeout (subnet ${node.SubnetId} has no route to the internet)`;
  const [address] = node.PrivateIpAddresses;
  if (egress === "internet-gateway" && address?.Association === undefined) {
    return `dial tcp: i/o timeout (${node.PrivateIpAddress} has no public address)`;
  }
  const from = { address: node.PrivateIpAddress, interface: node };
  const internet = reachability(cloud, { from, to: { address: "192.0.2.1" }, port: 443 });
  if (!internet.allowed) return `dial tcp: i/o timeout (${internet.reason})`;
  if (!cluster.resourcesVpcConfig.endpointPrivateAccess) return undefined;
  // With private access the endpoint's name leads nodes to the control plane's interfaces.
  const [controlPlane] = controlPlaneInterfaces(cloud, cluster.name);
  if (controlPlane === undefined) return "dial tcp: i/o timeout (the control plane has no network interface)";
  const to = { address: controlPlane.PrivateIpAddress, interface: controlPlane };
  const privateEndpoint = reachability(cloud, { from, to, port: 443 });
  return privateEndpoint.allowed ? undefined : `dial tcp: i/o timeout (${privateEndpoint.reason})`;
}
