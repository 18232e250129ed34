import type { Cloud } from "../../../core/cloud.ts";
import { AwsError, KubernetesError } from "../../../core/errors.ts";
import { sha256 } from "../../../core/ids.ts";
import type { KubernetesCluster } from "../../../kubernetes/cluster.ts";
import { WorkQueue } from "../../../kubernetes/controller-runtime/work-queue.ts";
import type { DaemonSet, Node, Pod } from "../../../kubernetes/objects.ts";
import type { KubeObject, PodNetwork } from "../../../kubernetes/types.ts";
import type { Caller } from "../../../core/caller.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { eksState, inCluster } from "../state.ts";
import { addressDemand } from "./address-demand.ts";
import { NodeInterfaces } from "./node-interfaces.ts";
import { rest } from "./pod-address.ts";
import { cniSettings } from "./settings.ts";

/** How often the CNI looks after its stock of addresses. */
const MONITOR_MS = 5_000;

/**
 * The Amazon VPC CNI of one cluster: pods get addresses of the VPC, from interfaces that it attaches to the nodes.
 * Settings are read from the DaemonSet aws-node, calls to EC2 are made with that DaemonSet's credentials.
 */
export class VpcCni implements PodNetwork {
  readonly #cloud: Cloud;
  readonly #clusterName: string;
  /** Nodes whose stock will be looked after soon, by name. */
  readonly #due: WorkQueue;

  constructor(cloud: Cloud, clusterName: string) {
    this.#cloud = cloud;
    this.#clusterName = clusterName;
    this.#due = new WorkQueue({ clock: cloud.clock, reconcile: (nodeName) => this.#monitor(nodeName) });
  }

  assign(node: Node, pod: Pod): string {
    const key = inCluster(this.#clusterName, pod.metadata.uid);
    const present = eksState(this.#cloud).podAddresses.find(key);
    if (present !== undefined) return present.address;
    const isUsed = this.#usedOn(node.metadata.name);
    const address = this.#interfaces(node)
      .addresses()
      .find((candidate) => !isUsed(candidate));
    this.#monitorSoon(node.metadata.name);
    if (address === undefined) throw new Error(noAddress(pod));
    eksState(this.#cloud).podAddresses.set(key, {
      clusterName: this.#clusterName,
      nodeName: node.metadata.name,
      podUid: pod.metadata.uid,
      address,
    });
    return address;
  }

  release(node: KubeObject, pod: KubeObject): void {
    const record = eksState(this.#cloud).podAddresses.find(inCluster(this.#clusterName, pod.metadata.uid));
    if (record === undefined || record.releasedAt !== undefined) return;
    rest(this.#cloud, record, () => this.#monitorSoon(node.metadata.name));
  }

  /**
   * What aws-node does when it starts on a node: it asks EC2 about the node's interfaces and lays in a first stock.
   *
   * @throws AwsError of EC2 or STS.
   */
  start(nodeName: string, caller: Caller): void {
    const node = this.#kubernetes.api.get("v1/Node", undefined, nodeName);
    const interfaces = this.#interfaces(node);
    this.#cloud.call(caller, "ec2", "DescribeNetworkInterfaces", {
      NetworkInterfaceIds: interfaces.forPods().map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    });
    this.#stockUp(node, caller);
  }

  /** Gives back or takes what the settings ask for, in one step. @returns whether it did anything. */
  #stockUp(node: Node, caller: Caller): boolean {
    const interfaces = this.#interfaces(node);
    const isUsed = this.#usedOn(node.metadata.name);
    const addresses = interfaces.addresses();
    const demand = addressDemand(this.#settings(), {
      total: addresses.length,
      available: addresses.filter((address) => !isUsed(address)).length,
      freePrefixes: interfaces.freePrefixes(isUsed),
      perInterface: interfaces.type.addressesPerInterface - 1,
      maxPods: Number(node.status.allocatable?.pods ?? 0),
    });
    if (demand > 0) return interfaces.grow(demand, caller);
    return demand < 0 && interfaces.shrink(-demand, isUsed, caller);
  }

  #monitorSoon(nodeName: string): void {
    this.#due.add(nodeName, MONITOR_MS);
  }

  /** What fails here is tried again with the next pod; the pod tells. */
  #monitor(nodeName: string): void {
    const node = clustersOf(this.#cloud).get(this.#clusterName)?.api.find("v1/Node", undefined, nodeName);
    const agent = this.#agentOn(nodeName);
    if (node === undefined || agent === undefined) return;
    try {
      const caller = this.#kubernetes.podCredentials!.credentials(agent);
      if (this.#stockUp(node, caller)) this.#monitorSoon(nodeName);
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof KubernetesError)) throw error;
    }
  }

  #interfaces(node: Node): NodeInterfaces {
    return new NodeInterfaces({
      cloud: this.#cloud,
      clusterName: this.#clusterName,
      api: this.#kubernetes.api,
      node,
      settings: this.#settings(),
    });
  }

  #settings() {
    const agent = this.#kubernetes.api.find("apps/v1/DaemonSet", "kube-system", "aws-node") as
      DaemonSet | undefined;
    const variables = agent?.spec.template.spec.containers[0]?.env ?? [];
    return cniSettings(Object.fromEntries(variables.map(({ name, value = "" }) => [name, value])));
  }

  #usedOn(nodeName: string): (address: string) => boolean {
    const records = eksState(this.#cloud).podAddresses.where(
      (record) => record.clusterName === this.#clusterName && record.nodeName === nodeName,
    );
    const used = new Set(records.map(({ address }) => address));
    return (address) => used.has(address);
  }

  /** The pod of aws-node on a node, while it runs. */
  #agentOn(nodeName: string): Pod | undefined {
    const pods = clustersOf(this.#cloud)
      .get(this.#clusterName)
      ?.api.list("v1/Pod", { namespace: "kube-system", labels: { "k8s-app": "aws-node" } }) as
      Pod[] | undefined;
    return pods?.find(({ spec, status }) => spec.nodeName === nodeName && status.phase === "Running");
  }

  get #kubernetes(): KubernetesCluster {
    const kubernetes = clustersOf(this.#cloud).get(this.#clusterName);
    if (kubernetes === undefined)
      throw new TypeError(`EKS cluster ${this.#clusterName} has no control plane`);
    return kubernetes;
  }
}

/** The kubelet's words, with those of the CNI (`cmd/routed-eni-cni-plugin/cni.go`) inside. */
function noAddress(pod: KubeObject): string {
  const sandbox = sha256(pod.metadata.uid);
  return `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${sandbox}": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container`;
}
