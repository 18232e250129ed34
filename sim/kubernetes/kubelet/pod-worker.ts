import type { Timer } from "../../core/clock.ts";
import type { Container, Node, Pod } from "../objects.ts";
import type { AdmissionHandler, ContainerContext, HttpListener } from "../types.ts";
import { ContainerRunner, type ContainerHost } from "./container-runner.ts";
import { environmentOf } from "./environment.ts";
import { kubeletEvent, type NodeRuntime } from "./node-runtime.ts";
import { podStatus } from "./pod-status.ts";
import type { MeasuredUsage } from "./resource-usage.ts";
import { preStopMs } from "./termination.ts";
import { MountFailure, PodVolumes, VOLUME_REFRESH_MS } from "./volumes.ts";

/** Between tries to set up volumes: doubled each time, at most about two minutes. */
const MOUNT_RETRY_MS = 500;
const MAX_MOUNT_RETRY_MS = 122_000;
/** Between tries to pull an image, doubled each time: https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff */
const PULL_RETRY_MS = 10_000;
const MAX_PULL_RETRY_MS = 300_000;
/** Between tries to make a sandbox: the kubelet's usual gap between two syncs of a failing pod. */
const SANDBOX_RETRY_MS = 12_000;

/** The images of one node. */
export interface ImageCache {
  /** Calls back once the image is on the node, or with why it cannot be pulled. */
  pull(pod: Pod, container: Container, done: (obstacle?: string) => void): Timer | undefined;
}

/** One pod on its node: volumes, sandbox, containers, status, and the end of it all. */
export class PodWorker implements ContainerHost {
  readonly runtime: NodeRuntime;
  readonly #uid: string;
  readonly #images: ImageCache;
  readonly #volumes: PodVolumes;
  readonly #containers: readonly ContainerRunner[];
  readonly #startTime: string;
  #last: Pod;
  #ip: string | undefined;
  #timers = new Set<Timer>();
  #terminating = false;
  #gone = false;

  constructor(runtime: NodeRuntime, pod: Pod, images: ImageCache) {
    this.runtime = runtime;
    this.#uid = pod.metadata.uid;
    this.#images = images;
    this.#last = pod;
    this.#volumes = new PodVolumes(runtime);
    this.#containers = pod.spec.containers.map((container) => new ContainerRunner(this, container));
    this.#startTime = pod.status.startTime ?? runtime.clock.timestamp();
  }

  /** Begins with a pod that was just bound, or goes on with one of a saved world. */
  begin(): void {
    const { podIP, containerStatuses } = this.pod().status;
    if (podIP === undefined) {
      this.changed();
      return this.#mount(MOUNT_RETRY_MS);
    }
    this.#ip = podIP;
    this.#volumes.refresh(this.pod());
    for (const runner of this.#containers) {
      runner.resume(containerStatuses?.find(({ name }) => name === runner.container.name));
    }
  }

  pod(): Pod {
    const present = this.runtime.api.findByUid(this.#uid);
    if (present !== undefined) this.#last = present as Pod;
    return this.#last;
  }

  /** The pod's own address; undefined for a pod in its node's network. */
  get ip(): string | undefined {
    return this.pod().spec.hostNetwork === true ? undefined : this.#ip;
  }

  http(port: number): HttpListener | undefined {
    return firstDefined(this.#containers, (runner) => runner.http(port));
  }

  /** What each container uses; undefined as long as one cannot be measured. */
  usage(): readonly MeasuredUsage[] | undefined {
    const measured = this.#containers.map((runner) => runner.usage());
    return measured.every((one) => one !== undefined) ? measured : undefined;
  }

  webhook(path: string): AdmissionHandler | undefined {
    return firstDefined(this.#containers, (runner) => runner.webhook(path));
  }

  /** The last lines that a container wrote; the only one's if none is named. */
  logs(container: string | undefined, previous: boolean): readonly string[] {
    const runner = this.#containers.find((candidate) =>
      container === undefined ? true : candidate.container.name === container,
    );
    return runner?.logs(previous) ?? [];
  }

  /** Brings a changed ConfigMap or Secret into the pod's volumes, after a while. */
  refreshVolumes(): void {
    this.#after(VOLUME_REFRESH_MS, () => {
      this.#volumes.refresh(this.pod());
      this.runtime.cluster.servesOtherwise();
    });
  }

  /** Writes the pod's status, if it has changed. */
  changed(): void {
    const { api, clock } = this.runtime;
    const pod = this.pod();
    if (this.#gone || api.findByUid(this.#uid) === undefined) return;
    const containers = this.#containers.map((runner) => runner.status());
    const seen = { startTime: this.#startTime, ip: this.#ip, containers };
    api.updateStatus({ ...pod, status: podStatus(pod, this.#node(), seen, clock.timestamp()) });
  }

  context(container: Container, log: (line: string) => void): ContainerContext {
    const { runtime } = this;
    const { cluster } = runtime;
    const pod = this.pod();
    const credentials = (): NonNullable<typeof cluster.podCredentials> => {
      if (cluster.podCredentials === undefined) throw new Error("no EC2 IMDS role found");
      return cluster.podCredentials;
    };
    return {
      cloud: cluster.cloud,
      cluster,
      pod,
      container,
      env: environmentOf(runtime, pod, container),
      readFile: (path) => this.#volumes.readFile(container, path),
      credentials: () => credentials().credentials(pod),
      instanceMetadata: (path) => credentials().instanceMetadata(pod, path),
      log,
    };
  }

  /**
   * Ends a pod that is being deleted: preStop hooks, then the programs, then the pod itself.
   * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   */
  terminate(): void {
    if (this.#terminating) return;
    this.#terminating = true;
    this.#cancelTimers();
    const pod = this.pod();
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    let left = this.#containers.length;
    for (const runner of this.#containers) {
      if (runner.running) this.#event("Normal", "Killing", `Stopping container ${runner.container.name}`);
      const wait = runner.running ? Math.min(preStopMs(runner.container), graceMs) : 0;
      this.#after(wait, () => {
        runner.terminate();
        if (--left === 0) this.#finish();
      });
    }
  }

  /** Ends everything at once, without a trace: the machine is gone. */
  kill(): void {
    this.#gone = true;
    this.#cancelTimers();
    for (const runner of this.#containers) runner.kill();
  }

  /** Cleans up after a pod that was removed, by force or because all has ended. */
  remove(): void {
    this.kill();
    this.#release();
  }

  #mount(retryMs: number): void {
    try {
      this.#volumes.mount(this.pod());
    } catch (error) {
      if (!(error instanceof MountFailure)) throw error;
      this.#event("Warning", "FailedMount", error.message);
      this.#after(retryMs, () => this.#mount(Math.min(retryMs * 2, MAX_MOUNT_RETRY_MS)));
      return;
    }
    this.#makeSandbox();
  }

  #makeSandbox(): void {
    const pod = this.pod();
    const node = this.#node();
    const { podNetwork } = this.runtime.cluster;
    if (node !== undefined && pod.spec.hostNetwork !== true) {
      if (podNetwork === undefined) {
        this.#event("Warning", "NetworkNotReady", NETWORK_NOT_READY);
        this.#after(SANDBOX_RETRY_MS, () => this.#makeSandbox());
        return;
      }
      try {
        this.#ip = podNetwork.assign(node, pod);
      } catch (error) {
        this.#event("Warning", "FailedCreatePodSandBox", (error as Error).message);
        this.#after(SANDBOX_RETRY_MS, () => this.#makeSandbox());
        return;
      }
    }
    this.changed();
    for (const runner of this.#containers) this.#pull(runner, PULL_RETRY_MS);
  }

  #pull(runner: ContainerRunner, retryMs: number): void {
    const timer = this.#images.pull(this.pod(), runner.container, (obstacle) => {
      if (obstacle === undefined) {
        runner.start();
        return;
      }
      runner.waitForImage(obstacle);
      this.#after(retryMs, () => this.#pull(runner, Math.min(retryMs * 2, MAX_PULL_RETRY_MS)));
    });
    if (timer !== undefined) this.#timers.add(timer);
  }

  #finish(): void {
    this.changed();
    this.#gone = true;
    this.#release();
    const { namespace, name } = this.pod().metadata;
    this.runtime.api.delete("v1/Pod", namespace, name, { gracePeriodSeconds: 0 });
  }

  #release(): void {
    const node = this.#node();
    if (this.ip !== undefined && node !== undefined)
      this.runtime.cluster.podNetwork?.release(node, this.pod());
    this.#ip = undefined;
  }

  #node(): Node | undefined {
    const { nodeName = "" } = this.pod().spec;
    return this.runtime.api.view("v1/Node", undefined, nodeName);
  }

  #after(ms: number, task: () => void): void {
    const timer = this.runtime.clock.schedule(ms, () => {
      this.#timers.delete(timer);
      task();
    });
    this.#timers.add(timer);
  }

  #cancelTimers(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #event(type: "Normal" | "Warning", reason: string, message: string): void {
    kubeletEvent(this.runtime, this.pod(), type, reason, message);
  }
}

const NETWORK_NOT_READY =
  "network is not ready: container runtime network not ready: NetworkReady=false " +
  "reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

function firstDefined<T, U>(values: readonly T[], find: (value: T) => U | undefined): U | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
