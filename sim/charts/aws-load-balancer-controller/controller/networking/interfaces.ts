import { Address4 } from "ip-address";
import type { Operations, OutputOf } from "../../../../core/cloud.ts";
import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated } from "../../../../core/errors.ts";
import type { Node, Pod } from "../../../../kubernetes/objects.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { namespacedName, NODE } from "../kubernetes/objects.ts";
import { instanceIdOf } from "../target-group-binding/endpoints.ts";

type Instance = OutputOf<Operations["ec2"]["DescribeInstances"]>["Reservations"][number]["Instances"][number];
type InstanceInterface = Instance["NetworkInterfaces"][number];

/** A network interface with its security groups: what traffic to a pod or node passes. */
export interface InterfaceInfo {
  readonly id: string;
  readonly securityGroupIds: readonly string[];
}

const CACHE_MS = 600_000;
const COMPUTE_TYPE = "eks.amazonaws.com/compute-type";

/**
 * Finds the network interfaces that carry pods' and nodes' addresses, and remembers them for ten minutes.
 * Facts: pkg/networking/{pod,node}_eni_info_resolver.go.
 */
export class Interfaces {
  readonly #aws: Aws;
  readonly #reader: KubeReader;
  readonly #pods: ExpiringCache<InterfaceInfo>;
  readonly #nodes: ExpiringCache<InterfaceInfo>;

  constructor(aws: Aws, reader: KubeReader, clock: Clock) {
    this.#aws = aws;
    this.#reader = reader;
    this.#pods = new ExpiringCache(clock, CACHE_MS);
    this.#nodes = new ExpiringCache(clock, CACHE_MS);
  }

  /** The interface of each pod: among those of its node, the one that has the pod's address or its prefix. */
  ofPods(pods: readonly Pod[]): ReadonlyMap<Pod, InterfaceInfo> {
    const found = new Map<Pod, InterfaceInfo>();
    const unknown = pods.filter((pod) => {
      const cached = this.#pods.get(keyOf(pod));
      if (cached !== undefined) found.set(pod, cached);
      return cached === undefined;
    });
    const interfaces = this.#interfacesByNode(unknown.map(({ spec }) => this.#node(spec.nodeName ?? "")));
    for (const pod of unknown) {
      const carrier = interfaces
        .get(pod.spec.nodeName ?? "")
        ?.find((candidate) => carries(candidate, pod.status.podIP ?? ""));
      if (carrier === undefined) continue;
      const info = infoOf(carrier);
      this.#pods.set(keyOf(pod), info);
      found.set(pod, info);
    }
    const missing = unknown.filter((pod) => !found.has(pod)).map(namespacedName);
    if (missing.length > 0) throw new Error(`cannot resolve pod ENI for pods: [${missing.join(" ")}]`);
    return found;
  }

  /** The primary interface of each node. */
  ofNodes(nodes: readonly Node[]): readonly InterfaceInfo[] {
    const unknown = nodes.filter((node) => this.#nodes.get(keyOf(node)) === undefined);
    for (const [name, interfaces] of this.#interfacesByNode(unknown)) {
      const node = unknown.find(({ metadata }) => metadata.name === name);
      const primary = interfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
      if (node !== undefined && primary !== undefined) this.#nodes.set(keyOf(node), infoOf(primary));
    }
    return nodes.map((node) => {
      const info = this.#nodes.get(keyOf(node));
      if (info === undefined) throw new Error(`cannot resolve node ENI for nodes: [/${node.metadata.name}]`);
      return info;
    });
  }

  #node(name: string): Node {
    const node = this.#reader.get(NODE, undefined, name);
    const type = node.metadata.labels?.[COMPUTE_TYPE];
    if (type === "fargate" || type === "hybrid") throw new NotSimulated(`pods on ${type} nodes`);
    return node;
  }

  #interfacesByNode(nodes: readonly Node[]): ReadonlyMap<string, readonly InstanceInterface[]> {
    if (nodes.length === 0) return new Map();
    const names = new Map(nodes.map((node) => [instanceIdOf(node), node.metadata.name]));
    const { Reservations } = this.#aws.call("ec2", "DescribeInstances", {
      InstanceIds: [...names.keys()].sort(),
    });
    return new Map(
      Reservations.flatMap(({ Instances }) => Instances).map((instance) => [
        names.get(instance.InstanceId) ?? "",
        instance.NetworkInterfaces,
      ]),
    );
  }
}

function keyOf(object: Pod | Node): string {
  return `${namespacedName(object)}/${object.metadata.uid}`;
}

function infoOf({ NetworkInterfaceId, Groups }: InstanceInterface): InterfaceInfo {
  return { id: NetworkInterfaceId, securityGroupIds: Groups.map(({ GroupId }) => GroupId) };
}

function carries({ PrivateIpAddresses, Ipv4Prefixes }: InstanceInterface, ip: string): boolean {
  return (
    PrivateIpAddresses.some(({ PrivateIpAddress }) => PrivateIpAddress === ip) ||
    (Ipv4Prefixes ?? []).some(({ Ipv4Prefix }) => new Address4(ip).isInSubnet(new Address4(Ipv4Prefix)))
  );
}
