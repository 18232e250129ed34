/** The loop of pkg/controller/podautoscaler/horizontal.go of kubernetes, for metrics of resources. */
import { KubernetesError } from "../../../core/errors.ts";
import { equal } from "../../api/plain.ts";
import { gvkOf, splitApiVersion } from "../../api/kinds.ts";
import { splitKey } from "../../controller-runtime/keys.ts";
import { RequeueAfter } from "../../controller-runtime/work-queue.ts";
import { selects } from "../../label-selector.ts";
import type { CurrentMetric, HorizontalPodAutoscaler, LabelSelector, Pod } from "../../objects.ts";
import type { Gvk, Scale } from "../../types.ts";
import { ClusterController } from "../cluster-controller.ts";
import { ScalingHistory } from "./limits.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import type { Scene } from "./recommendation.ts";
import { StatusDraft } from "./status.ts";
import { NoRecommendation } from "./usage.ts";

const AUTOSCALER = "autoscaling/v2/HorizontalPodAutoscaler";

/** The controller's --horizontal-pod-autoscaler-sync-period. */
const SYNC_MS = 15_000;

interface Target {
  readonly kind: Gvk;
  readonly scale: Scale;
}

/** An autoscaler whose turn it is. */
interface Turn extends Target {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly status: StatusDraft;
  readonly history: ScalingHistory;
}

/** Gives Deployments as many replicas as their HorizontalPodAutoscalers find right. */
export class HorizontalPodAutoscalerController extends ClusterController {
  readonly name = "horizontal-pod-autoscaler";
  readonly kind = AUTOSCALER;
  readonly delayMs = SYNC_MS;
  readonly #histories = new Map<string, ScalingHistory>();

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const autoscaler = this.api.view(AUTOSCALER, namespace, name);
    if (autoscaler === undefined) {
      this.#histories.delete(key);
      return;
    }
    const status = new StatusDraft(autoscaler.status, this.clock.timestamp());
    const target = this.#target(autoscaler, status);
    if (target !== undefined)
      this.#take({ autoscaler, status, ...target, history: this.#history(key, target) });
    if (!equal(status.present, autoscaler.status)) {
      this.api.updateStatus({ ...autoscaler, status: status.present });
    }
    throw new RequeueAfter("an autoscaler has its turn again and again", SYNC_MS);
  }

  /** Undefined where there is nothing to scale. */
  #target(autoscaler: HorizontalPodAutoscaler, status: StatusDraft): Target | undefined {
    try {
      const { namespace = "" } = autoscaler.metadata;
      const kind = this.#targetKind(autoscaler);
      const scale = this.api.getScale(kind, namespace, autoscaler.spec.scaleTargetRef.name);
      const message = "the HPA controller was able to get the target's current scale";
      status.condition("AbleToScale", true, { reason: "SucceededGetScale", message });
      return { kind, scale };
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      this.events.warning(autoscaler, "FailedGetScale", error.message);
      const message = `the HPA controller was unable to get the target's current scale: ${error.message}`;
      status.condition("AbleToScale", false, { reason: "FailedGetScale", message });
      return undefined;
    }
  }

  /** Any version of the kind will do. */
  #targetKind({ spec: { scaleTargetRef } }: HorizontalPodAutoscaler): Gvk {
    const { apiVersion = "", kind } = scaleTargetRef;
    try {
      return this.api.kind(gvkOf({ apiVersion, kind })).gvk;
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      const words = `no matches for kind "${kind}" in group "${splitApiVersion(apiVersion).group}"`;
      throw new KubernetesError("NotFound", words, 404);
    }
  }

  #history(key: string, { scale }: Target): ScalingHistory {
    const history = this.#histories.get(key) ?? new ScalingHistory(scale.spec.replicas, this.clock.now());
    this.#histories.set(key, history);
    return history;
  }

  #take(turn: Turn): void {
    const { autoscaler, scale, status } = turn;
    const { minReplicas, maxReplicas } = autoscaler.spec;
    const present = scale.spec.replicas;
    if (present === 0) {
      const message = "scaling is disabled since the replica count of the target is zero";
      status.condition("ScalingActive", false, { reason: "ScalingDisabled", message });
      status.replicas(0, 0, null);
    } else if (present > maxReplicas) {
      this.#rescale(turn, maxReplicas, "Current number of replicas above Spec.MaxReplicas");
    } else if (present < minReplicas) {
      this.#rescale(turn, minReplicas, "Current number of replicas below Spec.MinReplicas");
    } else this.#follow(turn);
  }

  #follow(turn: Turn): void {
    const { autoscaler, scale, status, history } = turn;
    const present = scale.spec.replicas;
    const outcome = this.#measure(turn);
    const { replicas, metrics } = outcome;
    if (replicas === undefined) {
      status.replicas(present, status.present.desiredReplicas, metrics);
      this.events.warning(autoscaler, "FailedComputeMetricsReplicas", outcome.failure!);
      return;
    }
    const decision = history.decide(autoscaler.spec, present, replicas, this.clock.now());
    status.condition("AbleToScale", true, decision.ableToScale);
    status.condition("ScalingLimited", decision.limited, decision.scalingLimited);
    if (decision.replicas === present) status.replicas(present, present, metrics);
    else this.#rescale(turn, decision.replicas, reasonFor(outcome, present), metrics);
  }

  #rescale(
    { autoscaler, kind, scale, status, history }: Turn,
    replicas: number,
    reason: string,
    metrics: readonly CurrentMetric[] | null = null,
  ): void {
    const present = scale.spec.replicas;
    this.api.updateScale(kind, { ...scale, spec: { replicas } });
    status.condition("AbleToScale", true, {
      reason: "SucceededRescale",
      message: `the HPA controller was able to update the target scale to ${replicas}`,
    });
    this.events.normal(autoscaler, "SuccessfulRescale", `New size: ${replicas}; reason: ${reason}`);
    history.rescaled(present, replicas, this.clock.now());
    status.replicas(present, replicas, metrics);
    status.rescaled();
  }

  #measure(turn: Turn): Outcome {
    const { autoscaler, status } = turn;
    const ambiguity = this.#ambiguity(turn);
    if (ambiguity !== undefined) {
      this.events.warning(autoscaler, "AmbiguousSelector", ambiguity);
      status.condition("ScalingActive", false, { reason: "AmbiguousSelector", message: ambiguity });
      return { metric: "", metrics: null, failure: ambiguity };
    }
    const outcome = outcomeOf(autoscaler.spec.metrics, this.#scene(turn));
    for (const words of outcome.failures) this.events.warning(autoscaler, "FailedGetResourceMetric", words);
    status.condition("ScalingActive", outcome.replicas !== undefined, outcome.scalingActive);
    return outcome;
  }

  #scene({ autoscaler, kind, scale }: Turn): Scene {
    const { namespace = "" } = autoscaler.metadata;
    const pods = this.#podsOf(namespace, kind, scale.metadata.name);
    const isOurs = new Set(pods.map(({ metadata }) => metadata.uid));
    return {
      replicas: scale.spec.replicas,
      pods,
      now: this.clock.now(),
      metrics: (resource) => {
        try {
          return this.controlPlane.podMetrics(namespace).filter(({ pod }) => isOurs.has(pod.metadata.uid));
        } catch (error) {
          if (!(error instanceof KubernetesError)) throw error;
          const words = `unable to fetch metrics from resource metrics API: ${error.message}`;
          throw new NoRecommendation(`unable to get metrics for resource ${resource}: ${words}`);
        }
      },
    };
  }

  #podsOf(namespace: string, kind: Gvk, name: string): readonly Pod[] {
    const { selector } = this.api.view(kind, namespace, name)!["spec"] as {
      readonly selector: LabelSelector;
    };
    return this.api
      .views("v1/Pod", { namespace })
      .filter(({ metadata }) => selects(selector, metadata.labels));
  }

  /** What is wrong where several autoscalers have the same target. */
  #ambiguity({ autoscaler: { metadata, spec }, scale }: Turn): string | undefined {
    const { namespace = "" } = metadata;
    const { kind, name } = spec.scaleTargetRef;
    const rivals = this.api
      .views(AUTOSCALER, { namespace })
      .filter((other) => other.spec.scaleTargetRef.kind === kind && other.spec.scaleTargetRef.name === name);
    if (rivals.length < 2) return undefined;
    const names = rivals.map((rival) => `{${rival.metadata.name} ${namespace}}`).join(" ");
    return `pods by selector ${scale.status.selector} are controlled by multiple HPAs: [${names}]`;
  }
}

function reasonFor({ replicas = 0, metric }: Outcome, present: number): string {
  if (replicas > present) return `${metric} above target`;
  return replicas < present ? "All metrics below target" : "";
}
