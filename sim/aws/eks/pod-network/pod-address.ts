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
