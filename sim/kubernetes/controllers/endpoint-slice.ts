import { equal } from "../api/plain.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import { hasLabels } from "../api/store.ts";
import type { Endpoint, EndpointSlice, Pod, Service } from "../objects.ts";
import { isFinished, isReady, isTerminating } from "../pods.ts";
import { SERVICE_NAME } from "../service-endpoints.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";
import { controllerReference } from "./owners.ts";

const SERVICE = "v1/Service";
const POD = "v1/Pod";
const SLICE = "discovery.k8s.io/v1/EndpointSlice";
const MANAGED_BY = { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" };

/** Endpoints in one slice: the controller's --max-endpoints-per-slice. */
const MAX_ENDPOINTS = 100;

type SliceContent = Pick<EndpointSlice, "endpoints" | "ports">;

/** Lists, in EndpointSlices, the pods behind each Service that has a selector. */
export class EndpointSliceController extends ClusterController {
  readonly name = "endpoint-slice-controller";
  readonly kind = SERVICE;
  override readonly watches = {
    [POD]: ({ object, old }: WatchEvent) =>
      this.api
        .views(SERVICE, { namespace: object.metadata.namespace ?? "" })
        .filter((service) => {
          const { selector } = service.spec;
          if (selector === undefined) return false;
          return hasLabels(object, selector) || (old !== undefined && hasLabels(old, selector));
        })
        .map(namespacedName),
  };

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api } = this;
    const service = api.view(SERVICE, namespace, name);
    if (service?.spec.selector === undefined || service.metadata.deletionTimestamp !== undefined) return;
    const labels = { [SERVICE_NAME]: name, ...MANAGED_BY };
    const present = api.views(SLICE, { namespace, labels });
    const wanted = this.#contents(service);
    for (const [index, content] of wanted.entries()) {
      const slice = present[index];
      if (slice === undefined) this.#create(service, content);
      else if (!equal({ endpoints: slice["endpoints"], ports: slice["ports"] }, content)) {
        api.update({ ...slice, ...content });
      }
    }
    for (const slice of present.slice(wanted.length)) api.delete(SLICE, namespace, slice.metadata.name);
  }

  #create(service: Service, content: SliceContent): void {
    const { namespace, name, labels } = service.metadata;
    this.api.create({
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        generateName: `${name}-`,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...labels, [SERVICE_NAME]: name, ...MANAGED_BY },
        ownerReferences: [controllerReference(service)],
      },
      addressType: "IPv4",
      ...content,
    });
  }

  /** What the slices should hold: pods that resolve the ports alike share slices. */
  #contents(service: Service): SliceContent[] {
    const { api } = this;
    const { namespace } = service.metadata;
    const pods = api
      .views(POD, { ...(namespace === undefined ? {} : { namespace }), labels: service.spec.selector ?? {} })
      .filter((pod) => pod.status.podIP !== undefined && !isFinished(pod));
    const groups = new Map<string, { ports: EndpointSlice["ports"]; endpoints: Endpoint[] }>();
    for (const pod of pods) {
      const ports = resolvePorts(service, pod);
      const group = groups.get(JSON.stringify(ports)) ?? { ports, endpoints: [] };
      groups.set(JSON.stringify(ports), group);
      group.endpoints.push(this.#endpoint(service, pod));
    }
    if (groups.size === 0) return [{ endpoints: [], ports: [] }];
    return [...groups.values()].flatMap(({ ports, endpoints }) =>
      Array.from({ length: Math.ceil(endpoints.length / MAX_ENDPOINTS) }, (_, index) => ({
        endpoints: endpoints.slice(index * MAX_ENDPOINTS, (index + 1) * MAX_ENDPOINTS),
        ports,
      })),
    );
  }

  #endpoint(service: Service, pod: Pod): Endpoint {
    const serving = isReady(pod) || service.spec.publishNotReadyAddresses === true;
    const terminating = isTerminating(pod);
    const node = this.#node(pod);
    const zone = node?.metadata.labels?.["topology.kubernetes.io/zone"];
    return {
      addresses: [pod.status.podIP ?? ""],
      conditions: {
        ready: serving && (!terminating || service.spec.publishNotReadyAddresses === true),
        serving,
        terminating,
      },
      targetRef: {
        kind: "Pod",
        name: pod.metadata.name,
        ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
        uid: pod.metadata.uid,
      },
      ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
      ...(zone === undefined ? {} : { zone }),
    };
  }

  #node(pod: Pod): KubeObject | undefined {
    const { nodeName } = pod.spec;
    return nodeName === undefined ? undefined : this.api.view("v1/Node", undefined, nodeName);
  }
}

/** The pod's ports behind a Service; a port name that the pod does not have is left out. */
function resolvePorts(service: Service, pod: Pod): EndpointSlice["ports"] {
  return (service.spec.ports ?? []).flatMap(({ name = "", protocol, targetPort, appProtocol }) => {
    const port =
      typeof targetPort === "number"
        ? targetPort
        : pod.spec.containers
            .flatMap((container) => container.ports ?? [])
            .find((candidate) => candidate.name === targetPort && candidate.protocol === protocol)
            ?.containerPort;
    if (port === undefined) return [];
    return [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}
