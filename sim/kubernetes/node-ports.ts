import type { ApiServer } from "./api-server.ts";
import { nodePorts } from "./api/strategies/service.ts";
import type { Service } from "./objects.ts";
import { slicesOf } from "./service-endpoints.ts";

/** An address and port of a pod. */
export interface Destination {
  readonly ip: string;
  readonly port: number;
}

/** What kube-proxy does on the nodes: passes connections to a node port on to the Service's endpoints, in turn. */
export class NodePorts {
  readonly #api: ApiServer;
  #turn = 0;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  /** Where a connection to a node's address and port ends; undefined when nothing listens there. */
  resolve(ip: string, port: number): Destination | undefined {
    // Most questions are about other ports, asked of every cluster in turn.
    if (port < nodePorts.first || port > nodePorts.last) return undefined;
    const node = this.#api
      .views("v1/Node")
      .find((candidate) => candidate.status.addresses?.some(({ address }) => address === ip));
    if (node === undefined) return undefined;
    for (const service of this.#api.views("v1/Service")) {
      const servicePort = service.spec.ports?.find(({ nodePort }) => nodePort === port);
      if (servicePort === undefined) continue;
      const local = service.spec.externalTrafficPolicy === "Local";
      const destinations = this.#endpoints(
        service,
        servicePort.name ?? "",
        local ? node.metadata.name : undefined,
      );
      return destinations[this.#turn++ % destinations.length];
    }
    return undefined;
  }

  #endpoints(service: Service, portName: string, nodeName: string | undefined): Destination[] {
    const { namespace = "", name } = service.metadata;
    return slicesOf(this.#api, { namespace, name }).flatMap((slice) => {
      const port = slice.ports.find((candidate) => candidate.name === portName)?.port;
      if (port === undefined) return [];
      return slice.endpoints
        .filter(({ conditions }) => conditions.ready)
        .filter((endpoint) => nodeName === undefined || endpoint.nodeName === nodeName)
        .flatMap(({ addresses }) => addresses.map((ip) => ({ ip, port })));
    });
  }
}
