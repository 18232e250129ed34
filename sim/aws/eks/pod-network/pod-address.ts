import type { Cloud } from "../../../core/cloud.ts";
import type { PodAddress } from "../records.ts";
import { eksState, inCluster } from "../state.ts";

/** How long a released address rests, in milliseconds: `IP_COOLDOWN_PERIOD` of the VPC CNI. */
export const COOLDOWN_MS = 30_000;

/** Gives the address of a pod that is gone back to its node's stock, after its rest. */
export function rest(cloud: Cloud, record: PodAddress, then: () => void = () => {}): void {
  record.releasedAt ??= cloud.clock.now();
  cloud.clock.schedule(record.releasedAt + COOLDOWN_MS - cloud.clock.now(), () => {
    const key = inCluster(record.clusterName, record.podUid);
    if (eksState(cloud).podAddresses.find(key) === record) eksState(cloud).podAddresses.delete(key);
    then();
  });
}

/** Forgets the addresses of a node that is gone, and of its pods. */
export function forgetPodAddresses(cloud: Cloud, clusterName: string, nodeName: string): void {
  for (const record of eksState(cloud).podAddresses.where((one) => one.clusterName === clusterName)) {
    if (record.nodeName === nodeName) {
      eksState(cloud).podAddresses.delete(inCluster(clusterName, record.podUid));
    }
  }
}

/** Lets the addresses go on resting that did when a world was saved. */
export function resumePodAddresses(cloud: Cloud): void {
  for (const record of eksState(cloud).podAddresses.where(({ releasedAt }) => releasedAt !== undefined)) {
    rest(cloud, record);
  }
}
