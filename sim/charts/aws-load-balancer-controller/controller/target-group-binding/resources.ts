import type { TargetDescription } from "../../../../aws/elbv2/shapes.ts";
import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import { findCondition } from "../../../../kubernetes/pods.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import { namespacedName, TARGET_GROUP_BINDING, type TargetGroupBinding } from "../kubernetes/objects.ts";
import { RequeueAfter } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { Log } from "../log.ts";
import type { Vpcs } from "../networking/vpcs.ts";
import { CHECKPOINT, CHECKPOINT_TIMESTAMP, checkpointOf, computeCheckpoint } from "./checkpoint.ts";
import {
  BackendNotFound,
  nodeEndpoints,
  podEndpoints,
  type Endpoint,
  type PodEndpoint,
} from "./endpoints.ts";
import { matchTargets, type TargetMatches } from "./match.ts";
import type { MultiClusterTargets } from "./multi-cluster.ts";
import type { BindingNetworkingManager } from "./networking.ts";
import { gateOf, isClosed, REGISTERING, type ReadinessGates } from "./readiness-gates.ts";
import { isDraining, type Target, type Targets } from "./targets.ts";

/** What reconciling a binding needs of the controller. */
export interface BindingResourcesOptions {
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly config: ControllerConfig;
  readonly clock: Clock;
  readonly targets: Targets;
  readonly networking: BindingNetworkingManager;
  readonly multiCluster: MultiClusterTargets;
  readonly gates: ReadinessGates;
  readonly vpcs: Vpcs;
  readonly events: EventRecorder;
  readonly log: Log;
}

/** Errors that say that a target group is not there any more. */
const GONE = ["TargetGroupNotFound", "InvalidTarget", "ValidationError"];

interface TargetChanges<E extends Endpoint> extends Pick<TargetMatches<E>, "missing" | "superfluous"> {
  /** How many targets there are, those of other clusters and draining ones included. */
  readonly knownCount: number;
  describe(endpoints: readonly E[]): readonly TargetDescription[];
}

/** What a binding stands for: targets, rules, gates. Facts: pkg/targetgroupbinding/resource_manager.go. */
export class BindingResources {
  readonly #options: BindingResourcesOptions;

  constructor(options: BindingResourcesOptions) {
    this.#options = options;
  }

  /**
   * Registers and deregisters targets, lets the load balancer reach them, and opens readiness gates.
   *
   * @returns whether there was nothing to do.
   * @throws RequeueAfter while gates are closed or after a failure of networking.
   */
  reconcile(binding: TargetGroupBinding): "reconciled" | "skipped" {
    if (binding.spec.iamRoleArnToAssume) throw new NotSimulated("TargetGroupBinding spec.iamRoleArnToAssume");
    try {
      switch (binding.spec.targetType) {
        case "ip":
          return this.#reconcilePods(binding);
        case "instance":
          return this.#reconcileNodes(binding);
        default:
          throw new Error(`targetType is not specified: ${namespacedName(binding)}`);
      }
    } catch (error) {
      if (!(error instanceof BackendNotFound)) throw error;
      this.#options.events.warning(binding, "BackendNotFound", error.message);
      this.cleanUp(binding);
      this.#saveCheckpoint(binding, "");
      return "reconciled";
    }
  }

  /** Takes out what this cluster put in. */
  cleanUp(binding: TargetGroupBinding): void {
    const { targets, multiCluster, networking, gates } = this.#options;
    try {
      this.#deregister(binding, targets.list(arnOf(binding)));
    } catch (error) {
      if (!hasCode(error, ...GONE)) throw error;
    }
    multiCluster.forget(binding);
    networking.cleanUp(binding);
    gates.open(binding);
  }

  #reconcilePods(binding: TargetGroupBinding): "reconciled" | "skipped" {
    const { reader, config, targets, networking, gates, events, log } = this.#options;
    const gate = gateOf(binding);
    const endpoints = podEndpoints(reader, binding, config.featureGates.EndpointsFailOpen);
    const checkpoint = computeCheckpoint(binding, endpoints);
    if (checkpoint === checkpointOf(binding) && !endpoints.some(({ pod }) => isPending(pod, gate))) {
      return this.#skip(binding, checkpoint);
    }
    const known = targets.list(arnOf(binding));
    const matches = matchTargets(
      endpoints,
      known.filter((target) => !isDraining(target)),
    );
    let networkingFailed = false;
    try {
      networking.reconcilePods(binding, endpoints);
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      networkingFailed = true;
      log("error", "Requesting network requeue due to error from ReconcileForPodEndpoints", {
        tgb: namespacedName(binding),
        error: messageOf(error),
      });
      events.warning(binding, "FailedNetworkReconcile", messageOf(error));
    }
    const closed = matches.matched.some(({ endpoint, target }) =>
      isClosed(endpoint.pod, gate, target.health),
    );
    if (changes(matches) || networkingFailed || closed) this.#saveCheckpoint(binding, "");
    this.#apply(binding, endpoints, {
      ...matches,
      knownCount: known.length,
      describe: (missing) => this.#describe(binding, missing),
    });
    const waiting = [
      ...matches.matched.map(({ endpoint, target }) => gates.update(endpoint.pod, gate, target.health)),
      ...matches.missing.map(({ pod }) => gates.update(pod, gate, REGISTERING)),
    ];
    const { targetgroupbindingRequeueDuration } = config;
    if (waiting.includes(true))
      throw new RequeueAfter("monitor targetHealth", targetgroupbindingRequeueDuration);
    if (networkingFailed)
      throw new RequeueAfter("networking reconciliation", targetgroupbindingRequeueDuration);
    this.#saveCheckpoint(binding, checkpoint);
    return "reconciled";
  }

  #reconcileNodes(binding: TargetGroupBinding): "reconciled" | "skipped" {
    const { reader, config, targets, networking } = this.#options;
    const endpoints = nodeEndpoints(reader, binding, config.featureGates.EndpointsFailOpen);
    const checkpoint = computeCheckpoint(binding, endpoints);
    if (checkpoint === checkpointOf(binding)) return this.#skip(binding, checkpoint);
    const known = targets.list(arnOf(binding));
    const matches = matchTargets(
      endpoints,
      known.filter((target) => !isDraining(target)),
    );
    networking.reconcileNodes(binding, endpoints);
    if (changes(matches)) this.#saveCheckpoint(binding, "");
    this.#apply(binding, endpoints, {
      ...matches,
      knownCount: known.length,
      describe: (missing) => missing.map(({ id, port }) => ({ Id: id, Port: port })),
    });
    this.#saveCheckpoint(binding, checkpoint);
    return "reconciled";
  }

  #skip(binding: TargetGroupBinding, checkpoint: string): "skipped" {
    this.#options.log("info", "Skipping targetgroupbinding reconcile", {
      tgb: namespacedName(binding),
      "calculated hash": checkpoint,
    });
    return "skipped";
  }

  /** Deregisters first, then registers; before it registers, it writes down which targets are this cluster's. */
  #apply<E extends Endpoint>(
    binding: TargetGroupBinding,
    endpoints: readonly E[],
    { missing, superfluous, knownCount, describe }: TargetChanges<E>,
  ): void {
    const { multiCluster, targets } = this.#options;
    let track = superfluous.length > 0 && this.#deregister(binding, superfluous);
    if (missing.length > 0) {
      multiCluster.track(binding, endpoints, true);
      targets.register(arnOf(binding), describe(this.#withinLimit(missing, knownCount)));
      track = false;
    }
    multiCluster.track(binding, endpoints, track);
  }

  /** @returns whether this cluster's list of targets changes with it. */
  #deregister(binding: TargetGroupBinding, superfluous: readonly Target[]): boolean {
    const { targets: own, initial } = this.#options.multiCluster.filter(binding, superfluous);
    if (own.length === 0) return initial;
    this.#options.targets.deregister(
      arnOf(binding),
      own.map(({ description }) => description),
    );
    return true;
  }

  /** `--max-targets-per-target-group` counts all targets, those of other clusters and draining ones included. */
  #withinLimit<E extends Endpoint>(missing: readonly E[], knownCount: number): readonly E[] {
    const { maxTargetsPerTargetGroup: limit } = this.#options.config;
    if (limit === 0 || missing.length + knownCount <= limit) return missing;
    const room = limit - knownCount;
    // The controller cuts its list without looking whether the room is negative.
    if (room < 0) throw new Error(`panic: runtime error: slice bounds out of range [:${room}] [recovered]`);
    return missing.slice(0, room);
  }

  /** A target outside of the VPC's address ranges is registered for all zones. */
  #describe(binding: TargetGroupBinding, endpoints: readonly PodEndpoint[]): readonly TargetDescription[] {
    const { vpcs, config } = this.#options;
    const vpcId = binding.spec.vpcID || config.vpcId;
    return endpoints.map(({ id, port }) => ({
      Id: id,
      Port: port,
      ...(!vpcs.contains(vpcId, id) && { AvailabilityZone: "all" }),
    }));
  }

  /** Writes a checkpoint that differs from the one that this pass began with. */
  #saveCheckpoint(binding: TargetGroupBinding, checkpoint: string): void {
    if (checkpoint === checkpointOf(binding)) return;
    saveCheckpoint(this.#options.api, this.#options.clock, binding, checkpoint);
  }
}

/** Writes a checkpoint; an empty one makes the next pass a full one. */
export function saveCheckpoint(
  api: KubernetesApi,
  clock: Clock,
  binding: TargetGroupBinding,
  checkpoint: string,
): void {
  const { namespace, name } = binding.metadata;
  const seconds = String(Math.floor(clock.now() / 1000));
  const annotations = { [CHECKPOINT]: checkpoint, [CHECKPOINT_TIMESTAMP]: seconds };
  api.patch(TARGET_GROUP_BINDING, namespace, name, { metadata: { annotations } });
}

function changes(matches: TargetMatches<Endpoint>): boolean {
  return matches.missing.length > 0 || matches.superfluous.length > 0;
}

/** Whether a pod's gate has been written and is not open. */
function isPending({ status }: PodEndpoint["pod"], gate: string): boolean {
  const condition = findCondition(status.conditions, gate);
  return condition !== undefined && condition.status !== "True";
}

function arnOf(binding: TargetGroupBinding): string {
  return binding.spec.targetGroupARN ?? "";
}
