import type { Cloud } from "../../../core/cloud.ts";
import type { KubernetesCluster } from "../../../kubernetes/cluster.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { HttpListener } from "../../../kubernetes/types.ts";
import type { NetworkInterface } from "../../ec2/records.ts";
import { interfaceOf, reachability } from "../../ec2/reachability.ts";
import { ec2State } from "../../ec2/state.ts";
import type { TargetGroupRecord } from "../records.ts";
import { elbv2State } from "../state.ts";
import { addressOf } from "./address.ts";

/** What comes of connecting to a target. */
export type TargetConnection =
  /** Packets get no answer: security groups drop them, or nobody has the address. */
  | { readonly outcome: "timeout"; readonly reason: string }
  /** The address is there, but nothing listens on the port. */
  | { readonly outcome: "refused" }
  /** A program listens there, and does not understand the proxy protocol with which connections begin. */
  | { readonly outcome: "misunderstood" }
  /** A program listens there, in a pod of the cluster. */
  | {
      readonly outcome: "connected";
      readonly cluster: string;
      readonly address: string;
      readonly port: number;
      readonly serve: HttpListener;
    };

/** The way from a load balancer to the targets of one group, for as long as the network does not change. */
export class TargetNetwork {
  readonly #cloud: Cloud;
  readonly #group: TargetGroupRecord;
  readonly #from: NetworkInterface;
  readonly #fromAddress: string;
  #interfaces: ReadonlyMap<string, NetworkInterface> | undefined;

  /** @param fromAddress from which connections come; default: that of the load balancer. */
  constructor(cloud: Cloud, loadBalancerArn: string, group: TargetGroupRecord, fromAddress?: string) {
    this.#cloud = cloud;
    this.#group = group;
    const [node] = elbv2State(cloud).loadBalancers.get(loadBalancerArn).subnets;
    this.#from = ec2State(cloud).networkInterfaces.get(node!.networkInterfaceId);
    this.#fromAddress = fromAddress ?? this.#from.PrivateIpAddress;
  }

  /** Connects to a port of a target: its own, or the one for health checks. */
  connect(target: { readonly id: string }, port: number): TargetConnection {
    const address = addressOf(this.#cloud, this.#group, target);
    const to = address === undefined ? undefined : this.#interfaceWith(address);
    if (address === undefined || to === undefined) {
      const { vpcId } = this.#group;
      return {
        outcome: "timeout",
        reason: `no network interface in ${vpcId} has the address of ${target.id}`,
      };
    }
    const path = reachability(this.#cloud, {
      from: { address: this.#fromAddress, interface: this.#from },
      to: { address, interface: to },
      port,
    });
    if (!path.allowed) return { outcome: "timeout", reason: path.reason };
    for (const cluster of clustersOf(this.#cloud).values()) {
      const found = this.#connectIn(cluster, address, port);
      if (found !== undefined) return found;
    }
    // A node refuses on its own address; on one that it keeps for pods there is nobody to refuse.
    if (address === to.PrivateIpAddress || hasPod(this.#cloud, address)) return { outcome: "refused" };
    return { outcome: "timeout", reason: `no pod has the address ${address}` };
  }

  /** By the rules of a node, where the port is one of a Service, to a pod that lets the load balancer in. */
  #connectIn(cluster: KubernetesCluster, address: string, port: number): TargetConnection | undefined {
    const proxied = cluster.kubeProxy.toNodePort(address, port, this.#fromAddress);
    if (proxied?.outcome === "dropped") {
      const reason = `${proxied.policy} of ${proxied.service}, without a pod on the node`;
      return { outcome: "timeout", reason };
    }
    const forwarded = proxied?.outcome === "forwarded" ? proxied : undefined;
    const pod = forwarded?.destination ?? { ip: address, port };
    const source = forwarded?.masqueraded === true ? address : this.#fromAddress;
    const obstacle = cluster.networkPolicies.obstacle(source, pod.ip, pod.port);
    if (obstacle !== undefined) return { outcome: "timeout", reason: obstacle };
    const serve = cluster.httpAt(pod.ip, pod.port);
    if (serve === undefined) return undefined;
    const isUnderstood = !this.#beginsWithHeader() || serve.anyProtocol === true;
    if (!isUnderstood) return { outcome: "misunderstood" };
    return { outcome: "connected", cluster: cluster.name, address, port, serve };
  }

  /** Health checks do so too: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#proxy-protocol */
  #beginsWithHeader(): boolean {
    return this.#group.attributes["proxy_protocol_v2.enabled"] === "true";
  }

  /** Looks up single addresses in an index, and those of delegated prefixes one by one. */
  #interfaceWith(address: string): NetworkInterface | undefined {
    const { vpcId } = this.#group;
    this.#interfaces ??= new Map(
      ec2State(this.#cloud)
        .networkInterfaces.where(({ VpcId }) => VpcId === vpcId)
        .flatMap((eni) =>
          eni.PrivateIpAddresses.map(({ PrivateIpAddress }) => [PrivateIpAddress, eni] as const),
        ),
    );
    return this.#interfaces.get(address) ?? interfaceOf(this.#cloud, vpcId, address);
  }
}

function hasPod(cloud: Cloud, address: string): boolean {
  return [...clustersOf(cloud).values()].some((cluster) =>
    cluster.api.list("v1/Pod").some((pod) => pod["status"]?.podIP === address),
  );
}
