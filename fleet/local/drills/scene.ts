import type { Cloud } from "../../../sim/cloud.ts";
import type { Properties } from "../../../sim/core/resource-type.ts";
import type { Intercept } from "../../../sim/hosts/in-process/deployment.ts";
import type { OnStep } from "../../../sim/hosts/in-process/events.ts";
import type { UpResult } from "../../../sim/hosts/in-process/host.ts";
import type { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import { describeFailure } from "../failures.ts";
import { LocalSession, type SessionOptions } from "../session.ts";
import { verifyTargets, type TargetReport } from "../verify.ts";
import type { Symptom } from "./drill.ts";

/** Where drills are played: the project's own stacks, each time in a new cloud. */
export class Scene {
  readonly #options: SessionOptions;
  readonly #onStep: OnStep;

  constructor(options: SessionOptions, onStep: OnStep = () => {}) {
    this.#options = options;
    this.#onStep = onStep;
  }

  /** A cloud in which nothing runs yet. */
  async stage(): Promise<Stage> {
    return new Stage(await LocalSession.open(this.#options), this.#onStep);
  }

  /** A cloud in which all stacks run as they should. */
  async runningStage(): Promise<Stage> {
    const stage = await this.stage();
    await stage.upAll();
    return stage;
  }
}

/** One simulated cloud with the project's stacks. */
export class Stage {
  readonly session: LocalSession;
  readonly #onStep: OnStep;

  constructor(session: LocalSession, onStep: OnStep) {
    this.session = session;
    this.#onStep = onStep;
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

  /** Brings one stack up; `mistake` changes what reaches the cloud. */
  up(stack: string, mistake?: Intercept): Promise<UpResult> {
    const found = this.session.stacks.find((candidate) => candidate.stack === stack)!;
    return this.session.up(found, {
      onStep: this.#onStep,
      ...(mistake === undefined ? {} : { intercept: mistake }),
    });
  }

  /** Brings all stacks up. @throws Error when one fails: then it is not the drill's mistake that shows. */
  async upAll(mistake?: Intercept): Promise<void> {
    for (const { stack } of this.session.stacks) {
      const result = await this.up(stack, mistake);
      if (!result.succeeded) throw new Error(describeFailure(stack, result));
    }
  }

  /** The Kubernetes cluster of a stack. */
  cluster(stack: string): KubernetesCluster {
    const { config } = this.session.stacks.find((candidate) => candidate.stack === stack)!;
    return this.cloud.clusters.get(config[`${this.session.project.name}:clusterName`]!)!;
  }

  /** Targets of all target groups, once none waits for its first health checks. */
  targets(): readonly TargetReport[] {
    return verifyTargets(this.cloud).targets;
  }

  /** Warnings of a cluster, newest state of each, optionally about one kind only. */
  warnings(stack: string, kind?: string): Symptom[] {
    const cluster = this.cluster(stack);
    return cluster.api
      .list("v1/Event")
      .filter((event) => event["type"] === "Warning")
      .filter((event) => kind === undefined || involved(event).kind === kind)
      .map((event) => ({
        where: `cluster ${cluster.name}, ${involved(event).kind}/${involved(event).name}`,
        what: `${String(event["reason"])}: ${String(event["message"])}`,
      }));
  }
}

function involved(event: Properties): { readonly kind: string; readonly name: string } {
  return event["involvedObject"] as { kind: string; name: string };
}

/** The failure of an update, cause by cause. */
export function failureSymptoms(stack: string, result: UpResult): Symptom[] {
  return [
    ...(result.programError === undefined
      ? []
      : [{ where: `stack ${stack}`, what: result.programError.message }]),
    ...result.failures.map(({ type, name, message }) => ({
      where: `stack ${stack}, ${type} ${name}`,
      what: message,
    })),
  ];
}

/** How many targets each cluster has in each state. */
export function targetSymptoms(targets: readonly TargetReport[]): Symptom[] {
  const counts = new Map<string, number>();
  for (const { cluster, state, reason } of targets) {
    const key = JSON.stringify([
      cluster ?? "no living cluster",
      `${state}${reason === undefined ? "" : ` (${reason})`}`,
    ]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [cluster, state] = JSON.parse(key) as [string, string];
    return { where: `target group, targets of ${cluster}`, what: `${count} ${state}` };
  });
}
