import { sha256 } from "../../../../core/ids.ts";
import type { Clock } from "../../../../core/clock.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import { WorkQueue } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { namespacedName, TARGET_GROUP_BINDING, type TargetGroupBinding } from "../kubernetes/objects.ts";
import { saveCheckpoint } from "./resources.ts";

const DELAY_MS = 1_800_000;
const MAX_JITTER_MS = 900_000;

/**
 * Full reconciles of bindings that had nothing to do: the only repair of what others changed in AWS. Each comes 30 to
 * 45 minutes after a skipped pass, at most once in a sync period.
 * Facts: controllers/elbv2/targetgroupbinding_deferred_reconciler.go.
 */
export class DeferredReconciles {
  readonly #api: KubernetesApi;
  readonly #reader: KubeReader;
  readonly #clock: Clock;
  readonly #processed: ExpiringCache<true>;
  readonly #queue: WorkQueue;

  constructor(api: KubernetesApi, reader: KubeReader, clock: Clock, syncPeriodMs: number) {
    this.#api = api;
    this.#reader = reader;
    this.#clock = clock;
    this.#processed = new ExpiringCache(clock, syncPeriodMs);
    this.#queue = new WorkQueue({ clock, reconcile: (key) => this.#reset(key) });
  }

  /** A binding was skipped. */
  skipped(binding: TargetGroupBinding): void {
    const key = namespacedName(binding);
    if (this.#processed.get(key) !== undefined) return;
    this.#processed.set(key, true);
    this.#queue.add(key, DELAY_MS + jitter(key));
  }

  /** A binding was reconciled in full. */
  reconciled(binding: TargetGroupBinding): void {
    const key = namespacedName(binding);
    if (this.#processed.get(key) === undefined) this.#processed.set(key, true);
  }

  stop(): void {
    this.#queue.stop();
  }

  #reset(key: string): void {
    const { namespace, name } = splitKey(key);
    const binding = this.#reader.find(TARGET_GROUP_BINDING, namespace, name);
    if (binding !== undefined) saveCheckpoint(this.#api, this.#clock, binding, "");
  }
}

/** Not random here: it follows from the binding's name. */
function jitter(key: string): number {
  return Number.parseInt(sha256(key).slice(0, 8), 16) % MAX_JITTER_MS;
}
