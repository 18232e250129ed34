import { Address4 } from "ip-address";
import type { ApiServer } from "./api-server.ts";
import { selects } from "./label-selector.ts";
import type { IngressRuleOfPolicy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from "./objects.ts";

const POLICY = "networking.k8s.io/v1/NetworkPolicy";

/**
 * What network policies let into pods. The VPC CNI carries them out where the add-on's configuration says so, by what the
 * ConfigMap `amazon-vpc-cni` has.
 */
export class NetworkPolicies {
  readonly #api: ApiServer;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  /** Why a client, by its address, does not get to a port of a pod's address; undefined where it does. */
  obstacle(source: string, address: string, port: number): string | undefined {
    // Most clusters have none.
    if (this.#api.views(POLICY).length === 0 || !this.#areCarriedOut()) return undefined;
    const pod = this.#podAt(address);
    if (pod === undefined || this.#isNodeOf(pod, source)) return undefined;
    const selecting = this.#api
      .views(POLICY, { namespace: pod.metadata.namespace ?? "" })
      .filter(({ spec }) => selects(spec.podSelector, pod.metadata.labels));
    const rules = selecting.flatMap(({ spec }) => spec.ingress ?? []);
    if (selecting.length === 0 || rules.some((rule) => this.#admits(rule, pod, source, port)))
      return undefined;
    const names = selecting.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(", ");
    return `no rule of network policy ${names} admits ${source} on port ${port}`;
  }

  #areCarriedOut(): boolean {
    const settings = this.#api.view("v1/ConfigMap", "kube-system", "amazon-vpc-cni");
    return settings?.data?.["enable-network-policy-controller"] === "true";
  }

  #podAt(address: string): Pod | undefined {
    return this.#api.views("v1/Pod").find(({ status }) => status.podIP === address);
  }

  /** A node always gets to its own pods, as the kubelet's probes must. */
  #isNodeOf({ spec }: Pod, address: string): boolean {
    const node = this.#api.view("v1/Node", undefined, spec.nodeName ?? "");
    return node?.status.addresses?.some((one) => one.address === address) ?? false;
  }

  #admits({ from = [], ports = [] }: IngressRuleOfPolicy, pod: Pod, source: string, port: number): boolean {
    return (
      (ports.length === 0 || ports.some((one) => hasPort(one, pod, port))) &&
      (from.length === 0 || from.some((peer) => this.#isPeer(peer, pod, source)))
    );
  }

  /** Pods are known by their addresses: a client whose address was translated is none. */
  #isPeer({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, pod: Pod, source: string): boolean {
    if (ipBlock !== undefined) {
      const { cidr, except = [] } = ipBlock;
      return isIn(source, cidr) && !except.some((block) => isIn(source, block));
    }
    const client = this.#podAt(source);
    if (client === undefined || !selects(podSelector ?? {}, client.metadata.labels)) return false;
    if (namespaceSelector === undefined) return client.metadata.namespace === pod.metadata.namespace;
    const namespace = this.#api.view("v1/Namespace", undefined, client.metadata.namespace ?? "");
    return selects(namespaceSelector, namespace?.metadata.labels);
  }
}

function hasPort({ protocol, port, endPort }: NetworkPolicyPort, { spec }: Pod, wanted: number): boolean {
  if (protocol !== "TCP") return false;
  if (port === undefined) return true;
  if (typeof port === "number") return port <= wanted && wanted <= (endPort ?? port);
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return ports.some(({ name, containerPort }) => name === port && containerPort === wanted);
}

function isIn(address: string, cidr: string): boolean {
  return new Address4(address).isInSubnet(new Address4(cidr));
}
