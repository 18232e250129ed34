import type { ApiServer } from "../../../sim/kubernetes/api-server.ts";
import type { Pod, Service } from "../../../sim/kubernetes/objects.ts";

/** The namespace of everything in the recordings. */
export const NAMESPACE = "game";

/** The app whose pods are called `p10`; those of others are called `web10`. */
const APP = "app";

/** A node, and pods of one namespace on it that somebody else's hands make ready: nothing of Kubernetes runs here. */
export class Workload {
  readonly #api: ApiServer;
  readonly #firstAddress: number;
  readonly #namespace: string;

  /** @param firstAddress last part of the first pod's address. */
  constructor(api: ApiServer, providerID: string, firstAddress: number, namespace = NAMESPACE) {
    this.#api = api;
    this.#firstAddress = firstAddress;
    this.#namespace = namespace;
    api.apply({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "node" },
      spec: { providerID },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    });
  }

  /** Makes as many pods of an app as there should be, of the lowest addresses that are free, or deletes the first ones. */
  scaleTo(count: number, app = APP): void {
    const present = this.#pods({ app });
    for (const pod of present.slice(0, Math.max(0, present.length - count))) {
      this.#api.delete("v1/Pod", this.#namespace, pod.metadata.name, { gracePeriodSeconds: 0 });
    }
    const used = Math.max(
      this.#firstAddress - 1,
      ...this.#pods().map(({ status }) => lastPart(status.podIP)),
    );
    for (let added = 1; added <= count - present.length; added++) this.#add(app, used + added);
    this.writeEndpoints();
  }

  sizeOf(app = APP): number {
    return this.#pods({ app }).length;
  }

  /** Writes the EndpointSlice of every Service. */
  writeEndpoints(): void {
    for (const service of this.#api.list("v1/Service", { namespace: this.#namespace }) as Service[]) {
      this.#api.apply({
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: {
          namespace: this.#namespace,
          name: `${service.metadata.name}-abcde`,
          labels: { "kubernetes.io/service-name": service.metadata.name },
        },
        addressType: "IPv4",
        ports: (service.spec.ports ?? []).map(({ name = "" }) => ({ name, port: 8080, protocol: "TCP" })),
        endpoints: this.#pods(service.spec.selector).map((pod) => ({
          addresses: [pod.status.podIP],
          conditions: { ready: pod.spec.readinessGates === undefined, serving: true, terminating: false },
          targetRef: {
            kind: "Pod",
            namespace: this.#namespace,
            name: pod.metadata.name,
            uid: pod.metadata.uid,
          },
        })),
      });
    }
  }

  #pods(labels: Readonly<Record<string, string>> = {}): Pod[] {
    const pods = this.#api.list("v1/Pod", { namespace: this.#namespace }) as Pod[];
    return pods.filter(({ metadata }) =>
      Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
    );
  }

  /** All containers of the pod are ready; the pod is, too, unless it has readiness gates. */
  #add(app: string, address: number): void {
    const name = `${app === APP ? "p" : app}${address}`;
    const pod = this.#api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: this.#namespace, labels: { app } },
      spec: {
        nodeName: "node",
        containers: [{ name: "app", image: "app", ports: [{ containerPort: 8080 }] }],
      },
    }) as Pod;
    const ready = pod.spec.readinessGates === undefined ? "True" : "False";
    this.#api.patch(
      "v1/Pod",
      this.#namespace,
      name,
      {
        status: {
          phase: "Running",
          podIP: `192.168.0.${address}`,
          conditions: [
            { type: "ContainersReady", status: "True" },
            { type: "Ready", status: ready },
          ],
        },
      },
      "status",
    );
  }
}

function lastPart(address: string | undefined): number {
  return Number(address?.split(".")[3] ?? 0);
}
