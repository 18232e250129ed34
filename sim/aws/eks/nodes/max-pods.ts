import type { InstanceType } from "../../ec2/instance-types.ts";

/** Addresses in a delegated /28 prefix. */
export const ADDRESSES_PER_PREFIX = 16;

/** What EKS never exceeds on managed nodes: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html */
export function podLimit(type: InstanceType): number {
  return type.vcpus < 30 ? 110 : 250;
}

/**
 * Pods that fit on a node with secondary addresses: one address of each interface is the interface's own, and two
 * pods (aws-node, kube-proxy) use the node's. This is `eni-max-pods.txt` of the EKS-optimised images.
 */
export function maxPodsByAddresses(type: InstanceType): number {
  return Math.min(type.maxInterfaces * (type.addressesPerInterface - 1) + 2, podLimit(type));
}
