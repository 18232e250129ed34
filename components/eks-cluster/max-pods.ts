import type { InstanceType } from "./instance-types.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** Addresses in one delegated prefix, a `/28`. */
const PREFIX_SIZE = 16;

/** Pods of a node that use the node's own address: aws-node and kube-proxy. EKS's formula counts two. */
const HOST_NETWORK_PODS = 2;

/**
 * Pods that a node can run: addresses for pods and two for the node's own, capped at 110, or at 250 from 30 vCPUs on.
 * With one address per pod that is ENIs x (IPs per ENI - 1) + 2.
 *
 * This is EKS's own calculation, see `max-pods-calculator.sh` in awslabs/amazon-eks-ami and
 * https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#determine-max-pods
 */
export function maxPods(instanceType: InstanceType, mode: PodNetworking["mode"]): number {
  const perSlot = mode === "prefix-delegation" ? PREFIX_SIZE : 1;
  const addresses = podInterfaces(instanceType, mode) * slotsPerInterface(instanceType) * perSlot;
  return Math.min(addresses + HOST_NETWORK_PODS, instanceType.vcpus < 30 ? 110 : 250);
}

/** Addresses that one node takes from its subnet, and, with custom networking, from that of its pods. */
export interface NodeAddresses {
  readonly nodeSubnet: number;
  readonly podSubnet: number;
}

/**
 * The addresses that a node takes at most, when it runs as many pods as it may: those of its interfaces, of its pods,
 * and the free ones that it keeps.
 */
export function addressesPerNode(
  instanceType: InstanceType,
  networking: PodNetworking,
  pods: number,
): NodeAddresses {
  const demand = Math.max(0, pods - HOST_NETWORK_PODS);
  const available = podInterfaces(instanceType, networking.mode);
  const slots = slotsPerInterface(instanceType);
  const slotSize = networking.mode === "prefix-delegation" ? PREFIX_SIZE : 1;
  const usedSlots = Math.ceil(
    Math.max(demand + warmAddresses(networking), networking.minimumIpTarget ?? 0) / slotSize,
  );
  const wantedSlots = usedSlots + warmSlots(networking, usedSlots, slots);
  const takenSlots = Math.min(wantedSlots, available * slots);
  const interfaces = Math.ceil(takenSlots / slots);
  const taken = takenSlots * slotSize + interfaces;
  return networking.mode === "custom-networking"
    ? { nodeSubnet: 1, podSubnet: taken }
    : { nodeSubnet: Math.max(1, taken), podSubnet: 0 };
}

/** With custom networking the first interface is in the node's subnet and has no pods. */
export function podInterfaces(instanceType: InstanceType, mode: PodNetworking["mode"]): number {
  return mode === "custom-networking" ? instanceType.interfaces - 1 : instanceType.interfaces;
}

/** An interface's first address is its own. */
export function slotsPerInterface(instanceType: InstanceType): number {
  return instanceType.addressesPerInterface - 1;
}

function warmAddresses(networking: PodNetworking): number {
  return networking.warmIpTarget ?? 0;
}

/** Free slots beyond those in use, up to whole interfaces where the plugin attaches whole interfaces. */
function warmSlots(networking: PodNetworking, usedSlots: number, slots: number): number {
  if (networking.warmIpTarget !== undefined) return 0;
  if (networking.mode === "prefix-delegation") return networking.warmPrefixTarget ?? 1;
  const interfacesInUse = Math.ceil(usedSlots / slots);
  return (interfacesInUse + (networking.warmEniTarget ?? 1)) * slots - usedSlots;
}
