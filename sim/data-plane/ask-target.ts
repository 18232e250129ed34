import type { Cloud } from "../core/cloud.ts";
import { clustersOf } from "../kubernetes/clusters.ts";
import type { HttpRequest, HttpResponse } from "../kubernetes/types.ts";

/** What listens at an address and port of a simulated cluster. */
export interface TargetEndpoint {
  /** EKS cluster name. */
  readonly cluster: string;
  readonly address: string;
  readonly port: number;
}

/** The program's answer; undefined when nothing listens any more, or it breaks down. */
export function askTarget(
  cloud: Cloud,
  { cluster, address, port }: TargetEndpoint,
  request: HttpRequest,
): HttpResponse | undefined {
  try {
    return clustersOf(cloud).get(cluster)?.httpAt(address, port)?.(request);
  } catch {
    return undefined;
  }
}
