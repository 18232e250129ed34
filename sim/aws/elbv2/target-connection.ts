import type { Cloud } from "../../cloud.ts";
import type { HttpRequest, HttpResponse } from "../../kubernetes/types.ts";
import { interfaceOf, reachability } from "../ec2/reachability.ts";
import { addressOf } from "./target-address.ts";
import type { TargetGroupRecord } from "./target-group.ts";

/** What comes of connecting to a target. */
export type TargetConnection =
  /** Packets get no answer: security groups drop them, or nobody has the address. */
  | { readonly outcome: "timeout"; readonly reason: string }
  /** The address is there, but nothing listens on the port. */
  | { readonly outcome: "refused" }
  /** A program listens there, in a pod of the cluster. */
  | {
      readonly outcome: "connected";
      readonly cluster: string;
      readonly address: string;
      readonly port: number;
      readonly serve: (request: HttpRequest) => HttpResponse;
    };

/**
 * Connects from a load balancer to a port of one of its targets.
 *
 * @param port the target's own, or the one for health checks.
 */
export function connectTarget(
  cloud: Cloud,
  loadBalancerArn: string,
  group: TargetGroupRecord,
  target: { readonly id: string },
  port: number,
): TargetConnection {
  const address = addressOf(cloud, group, target);
  const to = address === undefined ? undefined : interfaceOf(cloud, group.vpcId, address);
  if (address === undefined || to === undefined) {
    return {
      outcome: "timeout",
      reason: `no network interface in ${group.vpcId} has the address of ${target.id}`,
    };
  }
  const [node] = cloud.elbv2.loadBalancers.get(loadBalancerArn).subnets;
  const from = cloud.ec2.networkInterfaces.get(node!.networkInterfaceId);
  const path = reachability(cloud, {
    from: { address: from.PrivateIpAddress, interface: from },
    to: { address, interface: to },
    port,
  });
  if (!path.allowed) return { outcome: "timeout", reason: path.reason };
  for (const cluster of cloud.clusters.values()) {
    const serve = cluster.httpAt(address, port);
    if (serve !== undefined) return { outcome: "connected", cluster: cluster.name, address, port, serve };
  }
  // A node refuses on its own address; on one that it keeps for pods there is nobody to refuse.
  if (address === to.PrivateIpAddress || hasPod(cloud, address)) return { outcome: "refused" };
  return { outcome: "timeout", reason: `no pod has the address ${address}` };
}

function hasPod(cloud: Cloud, address: string): boolean {
  return [...cloud.clusters.values()].some((cluster) =>
    cluster.api.list("v1/Pod").some((pod) => pod["status"]?.podIP === address),
  );
}
