import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../../core/errors.ts";
import type { Node } from "../../../kubernetes/objects.ts";
import type { KubernetesApi } from "../../../kubernetes/types.ts";
import { blockOf, formatAddress } from "../../ec2/cidr.ts";
import { getInstanceType, type InstanceType } from "../../ec2/instance-types.ts";
import { interfacesOf } from "../../ec2/network-interface-attachment.ts";
import type { Caller } from "../../../core/caller.ts";
import type { NetworkInterface } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import { instanceIdOf } from "../nodes/boot.ts";
import type { CniSettings } from "./settings.ts";

/** Subnet and security groups of an interface. */
interface Placement {
  readonly SubnetId: string;
  readonly Groups: string[];
}

/** The network interfaces of one node as its CNI sees and changes them, with the credentials of aws-node. */
export class NodeInterfaces {
  readonly #cloud: Cloud;
  readonly #clusterName: string;
  readonly #api: KubernetesApi;
  readonly #node: Node;
  readonly #settings: CniSettings;

  constructor(args: {
    readonly cloud: Cloud;
    readonly clusterName: string;
    readonly api: KubernetesApi;
    readonly node: Node;
    readonly settings: CniSettings;
  }) {
    this.#cloud = args.cloud;
    this.#clusterName = args.clusterName;
    this.#api = args.api;
    this.#node = args.node;
    this.#settings = args.settings;
  }

  get type(): InstanceType {
    return getInstanceType(ec2State(this.#cloud).instances.get(this.#instanceId).InstanceType);
  }

  /** Interfaces whose addresses pods get; with custom networking not the node's own. */
  forPods(): NetworkInterface[] {
    const all = interfacesOf(this.#cloud, this.#instanceId);
    return this.#settings.customNetworking ? all.slice(1) : all;
  }

  /** Addresses that pods can have, interface by interface. */
  addresses(): string[] {
    return this.forPods().flatMap(addressesOf);
  }

  /**
   * Takes as many more addresses or prefixes as there is room for, up to `count`; fewer where the subnet is full.
   *
   * @returns whether it took any.
   * @throws AwsError of EC2.
   */
  grow(count: number, caller: Caller): boolean {
    let left = count;
    for (const eni of this.forPods()) {
      const room = Math.min(left, this.#room(eni));
      if (room <= 0) continue;
      const taken = this.#assign(eni, room, caller);
      left -= taken;
      // Another interface may be in another subnet.
      if (taken === 0 && this.#discovers) continue;
      if (taken < room) return taken > 0;
    }
    const free = this.type.maxInterfaces - interfacesOf(this.#cloud, this.#instanceId).length;
    if (left === 0 || free === 0) return left < count;
    const wanted = Math.min(left, this.type.addressesPerInterface - 1);
    return this.#placements(caller).some((placement) =>
      unlessFull(() => this.#addInterface(placement, wanted, caller)),
    );
  }

  /**
   * Gives back up to `count` addresses or prefixes of which no pod uses any; an interface without a use goes whole,
   * but for the node's own.
   *
   * @returns whether it gave any back.
   */
  shrink(count: number, isUsed: (address: string) => boolean, caller: Caller): boolean {
    for (const eni of this.forPods().reverse()) {
      const free = this.#unitsOf(eni).filter((unit) => !unit.addresses.some(isUsed));
      const isWhole = free.length === this.#unitsOf(eni).length && free.length <= count;
      if (isWhole && eni.Attachment?.DeviceIndex !== 0) {
        this.#cloud.call(caller, "ec2", "DetachNetworkInterface", {
          AttachmentId: eni.Attachment!.AttachmentId,
        });
        this.#cloud.call(caller, "ec2", "DeleteNetworkInterface", {
          NetworkInterfaceId: eni.NetworkInterfaceId,
        });
        return true;
      }
      // Without a target for addresses, only whole interfaces are given back.
      const isByAddress = this.#settings.warmAddresses ?? this.#settings.minimumAddresses;
      if (isByAddress === undefined && !this.#settings.prefixDelegation) continue;
      const units = free.slice(0, count);
      if (units.length === 0) continue;
      this.#cloud.call(caller, "ec2", "UnassignPrivateIpAddresses", {
        NetworkInterfaceId: eni.NetworkInterfaceId,
        ...(this.#settings.prefixDelegation
          ? { Ipv4Prefixes: units.map(({ name }) => name) }
          : { PrivateIpAddresses: units.map(({ name }) => name) }),
      });
      return true;
    }
    return false;
  }

  /** Prefixes of which no address is in use. */
  freePrefixes(isUsed: (address: string) => boolean): number {
    return this.forPods()
      .flatMap(({ Ipv4Prefixes }) => Ipv4Prefixes)
      .filter(({ Ipv4Prefix }) => !addressesOfPrefix(Ipv4Prefix).some(isUsed)).length;
  }

  get #instanceId(): string {
    return instanceIdOf(this.#node);
  }

  #room(eni: NetworkInterface): number {
    return this.type.addressesPerInterface - eni.PrivateIpAddresses.length - eni.Ipv4Prefixes.length;
  }

  #counted(count: number) {
    return this.#settings.prefixDelegation
      ? { Ipv4PrefixCount: count }
      : { SecondaryPrivateIpAddressCount: count };
  }

  /** Where a subnet has too few addresses left for all, one is taken, as the CNI does. @returns how many were. */
  #assign({ NetworkInterfaceId }: NetworkInterface, count: number, caller: Caller): number {
    const assign = (wanted: number) =>
      unlessFull(() =>
        this.#cloud.call(caller, "ec2", "AssignPrivateIpAddresses", {
          NetworkInterfaceId,
          ...this.#counted(wanted),
        }),
      );
    if (assign(count)) return count;
    return count > 1 && assign(1) ? 1 : 0;
  }

  /** What can be given back of an interface: addresses or prefixes, each with the addresses in it. */
  #unitsOf(eni: NetworkInterface): { name: string; addresses: string[] }[] {
    if (this.#settings.prefixDelegation) {
      return eni.Ipv4Prefixes.map(({ Ipv4Prefix }) => ({
        name: Ipv4Prefix,
        addresses: addressesOfPrefix(Ipv4Prefix),
      }));
    }
    return secondaryAddresses(eni).map((address) => ({ name: address, addresses: [address] }));
  }

  #addInterface(placement: Placement, count: number, caller: Caller): void {
    const attached = interfacesOf(this.#cloud, this.#instanceId);
    const { NetworkInterface: eni } = this.#cloud.call(caller, "ec2", "CreateNetworkInterface", {
      ...placement,
      ...this.#counted(count),
      Description: `aws-K8S-${this.#instanceId}`,
      TagSpecifications: [
        {
          ResourceType: "network-interface",
          Tags: [
            { Key: "cluster.k8s.amazonaws.com/name", Value: this.#clusterName },
            { Key: "node.k8s.amazonaws.com/createdAt", Value: this.#cloud.clock.timestamp() },
            { Key: "node.k8s.amazonaws.com/instance_id", Value: this.#instanceId },
          ],
        },
      ],
    });
    const used = attached.map(({ Attachment }) => Attachment!.DeviceIndex);
    const { AttachmentId } = this.#cloud.call(caller, "ec2", "AttachNetworkInterface", {
      NetworkInterfaceId: eni.NetworkInterfaceId,
      InstanceId: this.#instanceId,
      DeviceIndex: firstFree(used),
    });
    this.#cloud.call(caller, "ec2", "ModifyNetworkInterfaceAttribute", {
      NetworkInterfaceId: eni.NetworkInterfaceId,
      Attachment: { AttachmentId, DeleteOnTermination: true },
    });
  }

  get #discovers(): boolean {
    return this.#settings.subnetDiscovery && !this.#settings.customNetworking;
  }

  /** Where a further interface may be, to be tried one after the other: `createENI` of the CNI's `pkg/awsutils/awsutils.go`. */
  #placements(caller: Caller): Placement[] {
    const primary = interfacesOf(this.#cloud, this.#instanceId)[0]!;
    const own = { SubnetId: primary.SubnetId, Groups: primary.Groups.map(({ GroupId }) => GroupId) };
    if (this.#settings.customNetworking) return [this.#configured(own)];
    if (!this.#discovers) return [own];
    const { Subnets } = this.#cloud.call(caller, "ec2", "DescribeSubnets", {
      Filters: [
        { Name: "vpc-id", Values: [primary.VpcId] },
        { Name: "availability-zone", Values: [primary.AvailabilityZone] },
      ],
    });
    return Subnets.toSorted((a, b) => b.AvailableIpAddressCount - a.AvailableIpAddressCount)
      .filter(({ SubnetId, Tags }) => this.#isForInterfaces(Tags, SubnetId === primary.SubnetId))
      .map(({ SubnetId }) => ({ ...own, SubnetId }));
  }

  /** The node's own subnet needs no tag; where one has it, tags of clusters count. */
  #isForInterfaces(
    tags: readonly { readonly Key: string; readonly Value: string }[],
    isOwn: boolean,
  ): boolean {
    const role = tags.find(({ Key }) => Key === "kubernetes.io/role/cni")?.Value ?? "";
    if (role === "0" && isOwn) throw new NotSimulated("a node's subnet with tag kubernetes.io/role/cni=0");
    if (role === "" || role === "0") return isOwn;
    const clusters = tags.filter(({ Key }) => Key.startsWith("kubernetes.io/cluster/"));
    return clusters.length === 0 || clusters.some(({ Key }) => Key.endsWith(`/${this.#clusterName}`));
  }

  /** As the node's ENIConfig says. */
  #configured({ Groups }: Placement): Placement {
    const label = this.#settings.eniConfigLabel;
    const name =
      this.#node.metadata.annotations?.["k8s.amazonaws.com/eniConfig"] ??
      (label === undefined ? undefined : this.#node.metadata.labels?.[label]) ??
      "default";
    const config = this.#api.get("crd.k8s.amazonaws.com/v1alpha1/ENIConfig", undefined, name);
    const spec = config.spec as { subnet: string; securityGroups?: string[] };
    return { SubnetId: spec.subnet, Groups: spec.securityGroups ?? Groups };
  }
}

/** Whether a subnet had room for what `take` takes of it. */
function unlessFull(take: () => unknown): boolean {
  try {
    take();
    return true;
  } catch (error) {
    const codes = ["InsufficientFreeAddressesInSubnet", "InsufficientCidrBlocks"];
    if (error instanceof AwsError && codes.includes(error.code)) return false;
    throw error;
  }
}

function addressesOf(eni: NetworkInterface): string[] {
  return [
    ...secondaryAddresses(eni),
    ...eni.Ipv4Prefixes.flatMap(({ Ipv4Prefix }) => addressesOfPrefix(Ipv4Prefix)),
  ];
}

function secondaryAddresses(eni: NetworkInterface): string[] {
  return eni.PrivateIpAddresses.filter(({ Primary }) => !Primary).map(
    ({ PrivateIpAddress }) => PrivateIpAddress,
  );
}

function addressesOfPrefix(prefix: string): string[] {
  const { first, last } = blockOf(prefix);
  return Array.from({ length: last - first + 1 }, (_, index) => formatAddress(first + index));
}

function firstFree(used: readonly number[]): number {
  let index = 0;
  while (used.includes(index)) index++;
  return index;
}
