import type { ApiServer } from "./api-server.ts";
import type { EndpointSlice } from "./objects.ts";

/** The label by which a slice names its Service. */
export const SERVICE_NAME = "kubernetes.io/service-name";

interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** The slices that list what is behind a Service. */
export function slicesOf(api: ApiServer, { namespace, name }: ServiceName): readonly EndpointSlice[] {
  const labels = { [SERVICE_NAME]: name };
  return api.views("discovery.k8s.io/v1/EndpointSlice", { namespace, labels });
}

/** Uids of the pods to which a Service sends connections. */
export function readyPods(api: ApiServer, service: ServiceName): string[] {
  return slicesOf(api, service)
    .flatMap(({ endpoints }) => endpoints)
    .filter(({ conditions }) => conditions.ready)
    .map(({ targetRef }) => targetRef?.uid ?? "");
}
