import { equal } from "../api/plain.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import type {
  Endpoint,
  EndpointAddress,
  Endpoints,
  EndpointSlice,
  EndpointSubset,
  Service,
} from "../objects.ts";
import { SERVICE_NAME, slicesOf } from "../service-endpoints.ts";
import type { Manifest, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const ENDPOINTS = "v1/Endpoints";
const MANAGED_BY = { "endpoints.kubernetes.io/managed-by": "endpoint-controller" };

/**
 * Lists the pods behind a Service in the older form as well, which `kubectl get endpoints` and `kubectl describe service`
 * show. It says the same as the slices, and is made from them.
 */
export class EndpointsController extends ClusterController {
  readonly name = "endpoint-controller";
  readonly kind = "v1/Service";
  override readonly watches = {
    "discovery.k8s.io/v1/EndpointSlice": ({ object: { metadata } }: WatchEvent) => {
      const { namespace = "", labels = {} } = metadata;
      return [namespacedName({ metadata: { namespace, name: labels[SERVICE_NAME] ?? "" } })];
    },
  };

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api } = this;
    const service = api.view("v1/Service", namespace, name);
    const present = api.view(ENDPOINTS, namespace, name);
    if (service === undefined) {
      if (present !== undefined) api.delete(ENDPOINTS, namespace, name);
      return;
    }
    if (service.spec.selector === undefined || service.metadata.deletionTimestamp !== undefined) return;
    const wanted = endpointsOf(service, slicesOf(api, { namespace, name }));
    if (present === undefined) api.create(wanted);
    else if (!saysTheSame(present, wanted)) {
      api.update({ ...wanted, metadata: { ...present.metadata, labels: wanted.metadata.labels! } });
    }
  }
}

function saysTheSame(present: Endpoints, wanted: Manifest): boolean {
  return equal(present.subsets, wanted["subsets"]) && equal(present.metadata.labels, wanted.metadata.labels);
}

function endpointsOf({ metadata }: Service, slices: readonly EndpointSlice[]): Manifest {
  const { namespace = "", name, labels } = metadata;
  const subsets = subsetsOf(slices);
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name, namespace, labels: { ...labels, ...MANAGED_BY } },
    ...(subsets.length > 0 && { subsets }),
  };
}

/** Slices with the same ports are one subset. */
function subsetsOf(slices: readonly EndpointSlice[]): EndpointSubset[] {
  const byPorts = Map.groupBy(slices, ({ ports }) => JSON.stringify(ports));
  return [...byPorts.values()].flatMap((alike) => {
    const endpoints = alike.flatMap((slice) => slice.endpoints);
    const addresses = addressesOf(endpoints.filter(({ conditions }) => conditions.ready));
    const notReadyAddresses = addressesOf(
      endpoints.filter(({ conditions }) => !conditions.ready && !conditions.terminating),
    );
    if (addresses.length + notReadyAddresses.length === 0) return [];
    return [
      {
        ...(addresses.length > 0 && { addresses }),
        ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
        ports: alike[0]!.ports.map(({ name, ...port }) => (name === "" ? port : { name, ...port })),
      },
    ];
  });
}

function addressesOf(endpoints: readonly Endpoint[]): EndpointAddress[] {
  return endpoints
    .flatMap(({ addresses, nodeName, targetRef }) =>
      addresses.map((ip) => ({
        ip,
        ...(nodeName !== undefined && { nodeName }),
        ...(targetRef !== undefined && { targetRef }),
      })),
    )
    .sort((a, b) => (a.ip < b.ip ? -1 : 1));
}
