import type { Timer } from "../../core/clock.ts";
import type { Container, Node, Pod } from "../objects.ts";
import { findCondition, isFinished, isTerminating, podsOn } from "../pods.ts";
import type { AdmissionHandler, HttpListener, WatchEvent } from "../types.ts";
import { kubeletEvent, type NodeRuntime } from "./node-runtime.ts";
import { PodWorker } from "./pod-worker.ts";
import type { MeasuredUsage } from "./resource-usage.ts";
import { PodVolumes } from "./volumes.ts";

/** How long a node takes to pull an image that it does not have. An estimate for images of tens of megabytes. */
const PULL_MS = 2_000;

/**
 * The kubelets of all nodes of a cluster. A node whose Ready condition is Unknown is a machine that is gone: what
 * ran there has stopped, and nobody writes the status of its pods.
 */
export class Kubelet {
  readonly #runtime: NodeRuntime;
  readonly #workers = new Map<string, PodWorker>();
  /** Images by node: `node image`. */
  readonly #pulled = new Set<string>();
  readonly #unwatch: () => void;
  /** Takes up the pods of a saved world. */
  readonly #resume: Timer;
  /** Workers by the address where they answer; made again after each change of a pod. */
  #byAddress: Map<string, PodWorker[]> | undefined;

  constructor(runtime: NodeRuntime) {
    this.#runtime = runtime;
    this.#unwatch = runtime.api.watch(
      (event) => this.#observe(event),
      ["v1/Pod", "v1/Node", "v1/ConfigMap", "v1/Secret"],
    );
    this.#resume = runtime.clock.schedule(0, () => {
      for (const pod of runtime.api.views("v1/Pod")) this.#sync(pod);
    });
  }

  /** Ends all programs at once. */
  stop(): void {
    this.#unwatch();
    this.#resume.cancel();
    for (const worker of this.#workers.values()) worker.kill();
    this.#workers.clear();
  }

  /** What listens at an address of a pod, or of a node for pods in the node's network. */
  httpAt(ip: string, port: number): HttpListener | undefined {
    this.#byAddress ??= byAddress(this.#workers.values());
    for (const worker of this.#byAddress.get(ip) ?? []) {
      const found = worker.http(port);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What each container of a pod uses; undefined as long as one cannot be measured. */
  usage(podUid: string): readonly MeasuredUsage[] | undefined {
    return this.#workers.get(podUid)?.usage();
  }

  /** The admission webhook that a pod serves under `path`. */
  webhook(podUid: string, path: string): AdmissionHandler | undefined {
    return this.#workers.get(podUid)?.webhook(path);
  }

  /** The last lines of a container's output. @param previous of the run before this one. */
  logs(podUid: string, container: string | undefined, previous: boolean): readonly string[] {
    return this.#workers.get(podUid)?.logs(container, previous) ?? [];
  }

  #observe({ type, object }: WatchEvent): void {
    switch (object.kind) {
      case "Pod":
        this.#byAddress = undefined;
        return type === "DELETED" ? this.#remove(object.metadata.uid) : this.#sync(object as Pod);
      case "Node":
        return this.#nodeChanged(object as Node, type === "DELETED");
      default:
        if (type === "MODIFIED") this.#refreshVolumes(object);
    }
  }

  #sync(seen: Pod): void {
    const pod = this.#runtime.api.findByUid(seen.metadata.uid) as Pod | undefined;
    if (pod?.spec.nodeName === undefined || isFinished(pod) || !this.#isUp(pod.spec.nodeName)) return;
    const present = this.#workers.get(pod.metadata.uid);
    if (present === undefined) {
      const worker = new PodWorker(this.#runtime, pod, { pull: this.#pull.bind(this) });
      this.#workers.set(pod.metadata.uid, worker);
      worker.begin();
      if (isTerminating(pod)) worker.terminate();
    } else if (isTerminating(pod)) present.terminate();
    else present.changed();
  }

  #isUp(nodeName: string): boolean {
    const node = this.#runtime.api.view("v1/Node", undefined, nodeName);
    return node !== undefined && findCondition(node.status.conditions, "Ready")?.status !== "Unknown";
  }

  #nodeChanged(node: Node, deleted: boolean): void {
    const { name } = node.metadata;
    const pods = podsOn(this.#runtime.api, name);
    if (!deleted && this.#isUp(name)) {
      for (const pod of pods) this.#sync(pod);
      return;
    }
    for (const { metadata } of pods) {
      this.#workers.get(metadata.uid)?.kill();
      this.#workers.delete(metadata.uid);
    }
    for (const key of this.#pulled) if (key.startsWith(`${name} `)) this.#pulled.delete(key);
  }

  #remove(podUid: string): void {
    this.#workers.get(podUid)?.remove();
    this.#workers.delete(podUid);
  }

  #refreshVolumes(object: WatchEvent["object"]): void {
    for (const worker of this.#workers.values()) {
      const pod = worker.pod();
      if (pod.metadata.namespace === object.metadata.namespace && PodVolumes.shows(pod, object)) {
        worker.refreshVolumes();
      }
    }
  }

  #pull(
    pod: Pod,
    { image, imagePullPolicy }: Container,
    done: (obstacle?: string) => void,
  ): Timer | undefined {
    const key = `${pod.spec.nodeName} ${image}`;
    const runtime = this.#runtime;
    if (this.#pulled.has(key) && imagePullPolicy !== "Always") {
      kubeletEvent(runtime, pod, "Normal", "Pulled", `Container image "${image}" already present on machine`);
      done();
      return undefined;
    }
    kubeletEvent(runtime, pod, "Normal", "Pulling", `Pulling image "${image}"`);
    return runtime.clock.schedule(PULL_MS, () => {
      const obstacle = runtime.cluster.outbound?.imageObstacle(pod.spec.nodeName ?? "", image);
      if (obstacle !== undefined) {
        const failure = `Failed to pull image "${image}": failed to resolve reference "${image}": ${obstacle}`;
        kubeletEvent(runtime, pod, "Warning", "Failed", failure);
        done(`Back-off pulling image "${image}": ${failure}`);
        return;
      }
      this.#pulled.add(key);
      const seconds = PULL_MS / 1000;
      const message = `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting).`;
      kubeletEvent(runtime, pod, "Normal", "Pulled", message);
      done();
    });
  }
}

/** A pod in its node's network answers at the node's address. */
function byAddress(workers: Iterable<PodWorker>): Map<string, PodWorker[]> {
  const index = new Map<string, PodWorker[]>();
  for (const worker of workers) {
    const address = worker.ip ?? worker.pod().status.hostIP;
    if (address === undefined) continue;
    const present = index.get(address);
    if (present === undefined) index.set(address, [worker]);
    else present.push(worker);
  }
  return index;
}
