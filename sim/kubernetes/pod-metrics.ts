/** The metrics API, `metrics.k8s.io`, as metrics-server serves it. */
import { KubernetesError } from "../core/errors.ts";
import type { ApiServer } from "./api-server.ts";
import type { MeasuredUsage } from "./kubelet/resource-usage.ts";
import type { Pod } from "./objects.ts";
import { readyPods } from "./service-endpoints.ts";

/** What a pod's containers use; a pod of which one cannot be told has none. */
export interface PodMetrics {
  readonly pod: Pod;
  readonly containers: readonly MeasuredUsage[];
}

/** The Service that the API server passes such requests on to; metrics-server registers it. */
const SERVICE = { namespace: "kube-system", name: "metrics-server" };

/**
 * Figures of all pods of a namespace.
 *
 * @param usageOf what a pod's containers use, as its kubelet measures it.
 * @throws KubernetesError in the words of client-go when metrics-server is not there, or does not answer.
 */
export function podMetrics(
  api: ApiServer,
  usageOf: (podUid: string) => readonly MeasuredUsage[] | undefined,
  namespace: string,
): PodMetrics[] {
  if (api.view("v1/Service", SERVICE.namespace, SERVICE.name) === undefined) {
    throw refused("NotFound", "the server could not find the requested resource", 404);
  }
  if (readyPods(api, SERVICE).length === 0) {
    throw refused("ServiceUnavailable", "the server is currently unable to handle the request", 503);
  }
  return api.views("v1/Pod", { namespace }).flatMap((pod) => {
    const containers = usageOf(pod.metadata.uid);
    return containers === undefined ? [] : [{ pod, containers }];
  });
}

function refused(reason: string, words: string, statusCode: number): KubernetesError {
  return new KubernetesError(reason, `${words} (get pods.metrics.k8s.io)`, statusCode);
}
