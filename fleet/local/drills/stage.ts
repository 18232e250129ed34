import { defined } from "../../../components/shared/defined.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import type { Intercept } from "../../../sim/hosts/in-process/deployment.ts";
import type { OnStep } from "../../../sim/hosts/in-process/events.ts";
import type { DestroyResult, UpResult } from "../../../sim/hosts/in-process/host.ts";
import type { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { describeFailure } from "../failures.ts";
import type { LocalSession } from "../session.ts";
import { verifyTargets, type TargetReport } from "../verify.ts";
import { failureSymptoms } from "./failure-symptoms.ts";
import type { Symptom } from "./symptom.ts";

/** Who wants to know how a drill goes. */
export interface StageProgress {
  readonly step: OnStep;
  updated(stack: string, succeeded: boolean, durationMs: number): void;
}

/** One simulated cloud with the project's stacks. */
export class Stage {
  readonly session: LocalSession;
  readonly #progress: StageProgress;
  /** Keys that stand beside those of every stack's file, or in place of them. */
  readonly #config: Readonly<Record<string, string>>;

  constructor(session: LocalSession, progress: StageProgress, config: Readonly<Record<string, string>> = {}) {
    this.session = session;
    this.#progress = progress;
    this.#config = config;
  }

  /**
   * The same cloud, in which stacks are brought up with other configuration.
   *
   * @param config by key, those of the project without namespace; structures as JSON.
   */
  with(config: Readonly<Record<string, string>>): Stage {
    const qualified = Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `${this.session.project.name}:${key}`,
      value,
    ]);
    return new Stage(this.session, this.#progress, Object.fromEntries(qualified));
  }

  get cloud(): Cloud {
    return this.session.cloud;
  }

  /** Name of the first stack, which owns what is shared. */
  get primary(): string {
    return this.session.stacks[0]!.stack;
  }

  /** Name of the first stack that joins. */
  get member(): string {
    return this.session.stacks[1]!.stack;
  }

  /**
   * Brings one stack up; `mistake` changes what reaches the cloud.
   *
   * @throws Error when it fails: then it is not the drill's mistake that shows.
   */
  async up(stack: string, mistake?: Intercept): Promise<void> {
    const result = await this.#update(stack, mistake);
    if (!result.succeeded) throw new Error(describeFailure(stack, result));
  }

  /**
   * Brings one stack up with a mistake that it cannot survive, in configuration or in what reaches the cloud, and tells
   * how that shows.
   *
   * @throws Error when it succeeds: then the drill shows nothing.
   */
  async fail(stack: string, mistake?: Intercept): Promise<Symptom[]> {
    const result = await this.#update(stack, mistake);
    if (result.succeeded) throw new Error(`the update of stack ${stack} went well in spite of the mistake`);
    return failureSymptoms(stack, result);
  }

  /** Brings all stacks but the first one up. @throws Error as {@link up}. */
  async upMembers(): Promise<void> {
    for (const { stack } of this.session.stacks.slice(1)) await this.up(stack);
  }

  /** Destroys one stack, as far as the cloud lets it. */
  destroy(stack: string): DestroyResult {
    return this.session.destroy(this.#stack(stack), { onStep: this.#progress.step });
  }

  /** The Kubernetes cluster of a stack. */
  cluster(stack: string): KubernetesCluster {
    return clustersOf(this.cloud).get(this.clusterName(stack))!;
  }

  clusterName(stack: string): string {
    const { config } = this.#stack(stack);
    return config[`${this.session.project.name}:clusterName`]!;
  }

  /** Of all stacks that have a cluster. */
  clusterNames(): string[] {
    return this.session.stacks
      .filter(({ role }) => role !== "edge")
      .map(({ stack }) => this.clusterName(stack));
  }

  /** Targets of all target groups, once none waits for its first health checks. */
  targets(): readonly TargetReport[] {
    return verifyTargets(this.cloud).targets;
  }

  async #update(stack: string, mistake: Intercept | undefined): Promise<UpResult> {
    const started = performance.now();
    const configured = this.#stack(stack);
    const changed = { ...configured, config: { ...configured.config, ...this.#config } };
    const result = await this.session.up(changed, {
      onStep: this.#progress.step,
      ...defined({ intercept: mistake }),
    });
    this.#progress.updated(stack, result.succeeded, performance.now() - started);
    return result;
  }

  #stack(name: string) {
    return this.session.stacks.find(({ stack }) => stack === name)!;
  }
}
