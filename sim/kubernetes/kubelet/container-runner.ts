import { defined } from "../../core/defined.ts";
import type { Timer } from "../../core/clock.ts";
import { sha256 } from "../../core/ids.ts";
import type { Container, ContainerState, ContainerStatus, Pod, Probe } from "../objects.ts";
import type { ImageResources } from "../image.ts";
import { ContainerExit, type ContainerContext, type ContainerProcess, type HttpListener } from "../types.ts";
import { checkUser, ConfigError } from "./container-checks.ts";
import { describePod, kubeletEvent, type NodeRuntime } from "./node-runtime.ts";
import { Prober, runProbe } from "./prober.ts";
import { ResourceUsage, type MeasuredUsage } from "./resource-usage.ts";

/** Delay before the second restart; doubled with each, up to the maximum. */
const BACK_OFF_MS = 10_000;
const MAX_BACK_OFF_MS = 300_000;
/** A container that ran for this long starts over with the back-off. */
const BACK_OFF_RESET_MS = 600_000;
/** How soon the kubelet looks again at a container whose configuration is wrong. */
const CONFIG_RETRY_MS = 10_000;
/** Lines kept of a container's output. */
const LOG_LINES = 200;

/** Of a program whose load nobody asks for. */
const NEXT_TO_NOTHING: ImageResources = { cpuMsPerRequest: 0, memoryBytes: 16 * 2 ** 20 };

/** What a container needs of the pod it runs in. */
export interface ContainerHost {
  readonly runtime: NodeRuntime;
  /** The pod as it is now. */
  pod(): Pod;
  /** @throws ConfigError */
  context(container: Container, log: (line: string) => void): ContainerContext;
  /** Called after each change of the container's status. */
  changed(): void;
}

/** Runs one container: starts it, probes it, restarts it with back-off. */
export class ContainerRunner {
  readonly container: Container;
  readonly #host: ContainerHost;
  #process: ContainerProcess | undefined;
  #usage: ResourceUsage | undefined;
  #state: ContainerState = { waiting: { reason: "ContainerCreating" } };
  #lastState: ContainerState = {};
  #restartCount = 0;
  #starts = 0;
  #started = false;
  #ready = false;
  #startedAt = 0;
  #backOffMs = 0;
  #probers: Prober[] = [];
  #timer: Timer | undefined;
  #logs: string[] = [];
  #previousLogs: string[] = [];

  constructor(host: ContainerHost, container: Container) {
    this.#host = host;
    this.container = container;
  }

  /** Goes on from a saved world: a container that ran is running again, with the readiness it had. */
  resume(status: ContainerStatus | undefined): void {
    this.#restartCount = status?.restartCount ?? 0;
    this.#lastState = status?.lastState ?? {};
    if (status?.state.running === undefined) return this.start();
    this.#run(Date.parse(status.state.running.startedAt));
    this.#started = status.started;
    this.#ready = status.ready;
  }

  /** Creates and starts the container for the first time, or again. */
  start(): void {
    const { clock } = this.#host.runtime;
    this.#run(clock.now());
    this.#host.changed();
  }

  /** Waits for an image that cannot be pulled. */
  waitForImage(message: string): void {
    this.#state = { waiting: { reason: "ImagePullBackOff", message } };
    this.#host.changed();
  }

  /** What answers on a port, while the container runs. */
  http(port: number): HttpListener | undefined {
    const answer = this.#process?.http?.get(port);
    const usage = this.#usage;
    if (answer === undefined || usage === undefined) return answer;
    const counted: HttpListener = (request, times = 1) => {
      usage.answered(times);
      return answer(request);
    };
    return Object.assign(counted, defined({ anyProtocol: answer.anyProtocol }));
  }

  /** What the container uses; undefined while there is nothing to measure. */
  usage(): MeasuredUsage | undefined {
    return this.running ? this.#usage?.measured() : undefined;
  }

  webhook(path: string): ReturnType<NonNullable<ContainerProcess["webhooks"]>["get"]> {
    return this.#process?.webhooks?.get(path);
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  /** The last lines of the container's output, or of its last run before this one. */
  logs(previous: boolean): readonly string[] {
    return previous ? this.#previousLogs : this.#logs;
  }

  status(): ContainerStatus {
    const { image, name } = this.container;
    return {
      name,
      image,
      imageID:
        this.#starts > 0 || this.#restartCount > 0 ? `${image.split(/[@:]/)[0]}@sha256:${sha256(image)}` : "",
      ready: this.#ready,
      started: this.#started,
      restartCount: this.#restartCount,
      state: this.#state,
      lastState: this.#lastState,
    };
  }

  /** Ends the program; the container stays as terminated. */
  terminate(): void {
    this.#timer?.cancel();
    if (this.#process === undefined) return;
    this.#stopProcess();
    this.#setTerminated(0, "Completed");
  }

  /** Ends the program without a trace in the status: the machine is gone. */
  kill(): void {
    this.#timer?.cancel();
    this.#stopProcess();
  }

  #run(startedAt: number): void {
    const { runtime } = this.#host;
    const pod = this.#host.pod();
    const image = runtime.image(this.container.image);
    try {
      checkUser(pod, this.container, image);
      const context = this.#host.context(this.container, (line) => this.#log(line));
      this.#event("Normal", "Created", `Created container: ${this.container.name}`);
      this.#starts++;
      this.#startedAt = startedAt;
      this.#previousLogs = this.#logs;
      this.#logs = [];
      this.#process = image.start(context);
      this.#usage = new ResourceUsage(runtime.clock, image.resources ?? NEXT_TO_NOTHING, this.container);
    } catch (error) {
      if (error instanceof ConfigError) return this.#misconfigured(error);
      if (error instanceof ContainerExit) return this.#exited(error.exitCode);
      throw error;
    }
    this.#event("Normal", "Started", `Started container ${this.container.name}`);
    this.#state = { running: { startedAt: timestamp(startedAt) } };
    this.#started = this.container.startupProbe === undefined;
    this.#ready = this.#started && this.container.readinessProbe === undefined;
    this.#probe();
  }

  #misconfigured(error: ConfigError): void {
    this.#state = { waiting: { reason: "CreateContainerConfigError", message: error.message } };
    this.#event("Warning", "Failed", `Error: ${error.message}`);
    this.#timer = this.#host.runtime.clock.schedule(CONFIG_RETRY_MS, () => this.start());
  }

  /** The program ended by itself, or was ended by a failed liveness probe. */
  #exited(exitCode: number): void {
    const { clock } = this.#host.runtime;
    const { restartPolicy } = this.#host.pod().spec;
    this.#setTerminated(exitCode, exitCode === 0 ? "Completed" : "Error");
    if (restartPolicy === "Never" || (restartPolicy === "OnFailure" && exitCode === 0)) return;
    if (clock.now() - this.#startedAt >= BACK_OFF_RESET_MS) this.#backOffMs = 0;
    const delay = this.#backOffMs;
    this.#backOffMs = Math.min(Math.max(BACK_OFF_MS, delay * 2), MAX_BACK_OFF_MS);
    this.#timer = clock.schedule(delay, () => {
      this.#restartCount++;
      this.start();
    });
    if (delay === 0) return;
    const pod = describePod(this.#host.pod());
    const container = `container=${this.container.name}`;
    this.#lastState = this.#state;
    this.#state = {
      waiting: {
        reason: "CrashLoopBackOff",
        message: `back-off ${duration(delay)} restarting failed ${container} pod=${pod}`,
      },
    };
    this.#event(
      "Warning",
      "BackOff",
      `Back-off restarting failed container ${this.container.name} in pod ${pod}`,
    );
  }

  #setTerminated(exitCode: number, reason: string): void {
    const finishedAt = this.#host.runtime.clock.timestamp();
    const startedAt = timestamp(this.#startedAt);
    this.#state = { terminated: { exitCode, reason, startedAt, finishedAt } };
    if (exitCode !== 0 || reason === "Error") this.#lastState = this.#state;
    this.#ready = false;
    this.#started = false;
  }

  #stopProcess(): void {
    for (const prober of this.#probers) prober.stop();
    this.#probers = [];
    const process = this.#process;
    this.#process = undefined;
    process?.stop?.();
  }

  /** A startup probe holds the others back until it has succeeded. */
  #probe(): void {
    const { startupProbe } = this.container;
    if (startupProbe === undefined) return this.#probeRunning();
    this.#addProber(startupProbe, "Startup", (healthy) => {
      if (!healthy) return this.#restartUnhealthy("startup");
      for (const prober of this.#probers) prober.stop();
      this.#probers = [];
      this.#started = true;
      this.#ready = this.container.readinessProbe === undefined;
      this.#probeRunning();
      this.#host.changed();
    });
  }

  #probeRunning(): void {
    const { livenessProbe, readinessProbe } = this.container;
    if (readinessProbe !== undefined) {
      this.#addProber(readinessProbe, "Readiness", (healthy) => {
        this.#ready = healthy;
        this.#host.changed();
      });
    }
    if (livenessProbe !== undefined) {
      this.#addProber(livenessProbe, "Liveness", (healthy) => {
        if (!healthy) this.#restartUnhealthy("liveness");
      });
    }
  }

  #addProber(probe: Probe, name: string, turned: (healthy: boolean) => void): void {
    const look = (): string | undefined =>
      this.#process === undefined
        ? "container is not running"
        : runProbe(probe, this.container, this.#process, this.#host.pod().status.podIP ?? "");
    const failed = (message: string): void => {
      this.#event("Warning", "Unhealthy", `${name} probe failed: ${message}`);
    };
    const revision = (): number | undefined => this.#process?.revision?.();
    this.#probers.push(new Prober(this.#host.runtime.clock, probe, { look, revision }, { turned, failed }));
  }

  #restartUnhealthy(probe: "liveness" | "startup"): void {
    this.#event(
      "Normal",
      "Killing",
      `Container ${this.container.name} failed ${probe} probe, will be restarted`,
    );
    this.#stopProcess();
    this.#exited(0);
    this.#host.changed();
  }

  #log(line: string): void {
    this.#logs.push(line);
    if (this.#logs.length > LOG_LINES) this.#logs.shift();
  }

  #event(type: "Normal" | "Warning", reason: string, message: string): void {
    kubeletEvent(this.#host.runtime, this.#host.pod(), type, reason, message);
  }
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** A duration as Go prints it: `10s`, `1m20s`, `5m0s`. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
