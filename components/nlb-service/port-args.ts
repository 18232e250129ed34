/** Protocols in which a Network Load Balancer listens. */
export const NLB_PROTOCOLS = ["TCP", "UDP", "TCP_UDP", "TLS"] as const;

/** One port of the load balancer: a listener and a target group. */
export interface NlbPortArgs {
  /** Port to which clients come, from 1 to 65535; each once. */
  readonly port: number;
  /**
   * What clients speak. `TCP_UDP` is both on one port; `TLS` ends at the load balancer, by the certificates of `tls`.
   * Another one is another target group.
   * @default "TCP"
   */
  readonly protocol?: (typeof NLB_PROTOCOLS)[number];
  /**
   * Port of the pods, or the name that they give it; of UDP a number. By name each pod is reached on its own port, which then
   * can change. Another one is another target group.
   * @default - `containerPort`
   */
  readonly targetPort?: number | string;
}

/** A port with its defaults. */
export type ResolvedNlbPort = Required<NlbPortArgs>;
