import type { Clock, Timer } from "../../core/clock.ts";
import type { Container, Probe } from "../objects.ts";
import type { ContainerProcess } from "../types.ts";

/** What a probe found: undefined when all is well, else the kubelet's words for what is wrong. */
export type ProbeFailure = string | undefined;

/** Looks at a container once. https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/ */
export function runProbe(
  probe: Probe,
  container: Container,
  process: ContainerProcess,
  ip: string,
): ProbeFailure {
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port;
  const port = typeof target === "string" ? namedPort(container, target) : target;
  if (port === undefined) return `couldn't find port: ${target}`;
  const answer = process.http?.get(port);
  if (probe.tcpSocket !== undefined) {
    return answer === undefined ? `dial tcp ${ip}:${port}: connect: connection refused` : undefined;
  }
  const path = probe.httpGet?.path ?? "/";
  if (answer === undefined) {
    const scheme = (probe.httpGet?.scheme ?? "HTTP").toLowerCase();
    return `Get "${scheme}://${ip}:${port}${path}": dial tcp ${ip}:${port}: connect: connection refused`;
  }
  const headers = (probe.httpGet?.httpHeaders ?? []).map(({ name, value }) => [name.toLowerCase(), value]);
  const { status } = answer({
    method: "GET",
    path,
    headers: { host: `${ip}:${port}`, "user-agent": "kube-probe", ...Object.fromEntries(headers) },
  });
  return status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`;
}

function namedPort(container: Container, name: string): number | undefined {
  return (container.ports ?? []).find((port) => port.name === name)?.containerPort;
}

export interface ProbeListener {
  /** Called when the threshold of successes or failures in a row is reached. */
  turned(healthy: boolean): void;
  /** Called at each failure. */
  failed(message: string): void;
}

/** What a probe looks at. */
export interface Probed {
  look(): ProbeFailure;
  /** As {@link ContainerProcess.revision}; undefined where nobody can tell. */
  revision(): number | undefined;
}

/** Repeats one probe until it is stopped. A container that is well is not asked again before its answer can be another. */
export class Prober {
  readonly #clock: Clock;
  readonly #probe: Probe;
  readonly #probed: Probed;
  readonly #listener: ProbeListener;
  #timer: Timer;
  #healthy: boolean | undefined;
  /** Equal results in a row. */
  #streak = 0;
  #last: boolean | undefined;
  /** What was looked at when all was well. */
  #wellAt: number | undefined;

  constructor(clock: Clock, probe: Probe, probed: Probed, listener: ProbeListener) {
    this.#clock = clock;
    this.#probe = probe;
    this.#probed = probed;
    this.#listener = listener;
    this.#timer = clock.schedule((probe.initialDelaySeconds ?? 0) * 1000, () => this.#run());
  }

  stop(): void {
    this.#timer.cancel();
  }

  #run(): void {
    this.#timer = this.#clock.schedule(this.#probe.periodSeconds * 1000, () => this.#run());
    const revision = this.#probed.revision();
    if (revision !== undefined && revision === this.#wellAt) return;
    const failure = this.#probed.look();
    const success = failure === undefined;
    this.#streak = success === this.#last ? this.#streak + 1 : 1;
    this.#last = success;
    if (!success) this.#listener.failed(failure);
    const threshold = success ? this.#probe.successThreshold : this.#probe.failureThreshold;
    if (this.#streak >= threshold && this.#healthy !== success) {
      this.#healthy = success;
      this.#listener.turned(success);
    }
    this.#wellAt = success && this.#healthy === true ? revision : undefined;
  }
}
