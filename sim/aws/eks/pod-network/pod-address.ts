import type { Cloud } from "../../../cloud.ts";
import { inCluster } from "../state.ts";

/** An address that the VPC CNI gave to a pod. */
export interface PodAddress {
  readonly clusterName: string;
  readonly nodeName: string;
  readonly podUid: string;
  readonly address: string;
  /** When the pod gave it back, in milliseconds since the epoch; it rests for a while before the next pod gets it. */
  releasedAt?: number;
}

/** How long a released address rests, in milliseconds: `IP_COOLDOWN_PERIOD` of the VPC CNI. */
export const COOLDOWN_MS = 30_000;

/** Gives the address of a pod that is gone back to its node's stock, after its rest. */
export function rest(cloud: Cloud, record: PodAddress, then: () => void = () => {}): void {
  record.releasedAt ??= cloud.clock.now();
  cloud.clock.schedule(record.releasedAt + COOLDOWN_MS - cloud.clock.now(), () => {
    const key = inCluster(record.clusterName, record.podUid);
    if (cloud.eks.podAddresses.find(key) === record) cloud.eks.podAddresses.delete(key);
    then();
  });
}

/** Forgets the addresses of a node that is gone, and of its pods. */
export function forgetPodAddresses(cloud: Cloud, clusterName: string, nodeName: string): void {
  for (const record of cloud.eks.podAddresses.where((one) => one.clusterName === clusterName)) {
    if (record.nodeName === nodeName) {
      cloud.eks.podAddresses.delete(inCluster(clusterName, record.podUid));
    }
  }
}

/** Lets the addresses go on resting that did when a world was saved. */
export function resumePodAddresses(cloud: Cloud): void {
  for (const record of cloud.eks.podAddresses.where(({ releasedAt }) => releasedAt !== undefined)) {
    rest(cloud, record);
  }
}
