/** When a Deployment counts as rolled out: provider/pkg/await/deployment.go of Pulumi's Kubernetes provider. */
import type { Condition, Deployment, Pod, ReplicaSet } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";
import { notReady, present, type AwaitCondition, type AwaitedObject } from "./condition.ts";
import { newReplicaSetOf, podsOf, revisionOf } from "./owned.ts";
import { podProblems } from "./pod-problems.ts";

export function deploymentCondition(awaited: AwaitedObject): AwaitCondition {
  const rollout = () => new Rollout(awaited);
  return {
    done: () => rollout().complete,
    timeoutMessage: notReady(awaited),
    problems: () => rollout().problems(),
    related: () => rollout().related(),
  };
}

/** A Deployment with its new ReplicaSet and pods, at one moment. */
class Rollout {
  readonly #deployment: Deployment | undefined;
  readonly #replicaSet: ReplicaSet | undefined;
  readonly #pods: readonly Pod[];

  constructor(awaited: AwaitedObject) {
    this.#deployment = present(awaited) as Deployment | undefined;
    this.#replicaSet = this.#deployment && newReplicaSetOf(awaited.cluster, this.#deployment);
    this.#pods = podsOf(awaited.cluster, this.#replicaSet);
  }

  get complete(): boolean {
    const deployment = this.#deployment;
    if (deployment?.status.observedGeneration !== deployment?.metadata.generation) return false;
    return (
      this.#isAvailable() && this.#isReplicaSetReady() && (this.#revision === "1" || this.#isRolledOut())
    );
  }

  problems(): string[] {
    return [...this.#failedConditions(), ...this.#missing(), ...this.#pods.flatMap(podProblems)];
  }

  related(): readonly KubeObject[] {
    return [...(this.#replicaSet ? [this.#replicaSet] : []), ...this.#pods];
  }

  get #revision(): string | undefined {
    return revisionOf(this.#deployment);
  }

  #missing(): string[] {
    if (!this.#isAvailable()) return ["Minimum number of live Pods was not attained"];
    const first = this.#revision === "1";
    if (first ? !this.#isReplicaSetReady() : !this.#isRolledOut()) {
      return ["Minimum number of Pods to consider the application live was not attained"];
    }
    if (this.#isReplicaSetReady()) return [];
    return ["Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"];
  }

  #isAvailable(): boolean {
    return this.#condition("Available")?.status === "True";
  }

  #isRolledOut(): boolean {
    const progressing = this.#condition("Progressing");
    return progressing?.status === "True" && progressing.reason === "NewReplicaSetAvailable";
  }

  /** The provider trusts the new ReplicaSet's own numbers, whatever the program asked for. */
  #isReplicaSetReady(): boolean {
    if (this.#replicaSet === undefined) return false;
    const { spec, status } = this.#replicaSet;
    return (status.readyReplicas ?? 0) >= spec.replicas;
  }

  #failedConditions(): string[] {
    return [this.#condition("Progressing"), this.#condition("Available")]
      .filter((condition) => condition !== undefined && condition.status !== "True")
      .map((condition) => `[${condition!.reason}] ${condition!.message}`);
  }

  #condition(type: string): Condition | undefined {
    return this.#deployment?.status.conditions?.find((condition) => condition.type === type);
  }
}
