import { defined } from "../../../../core/defined.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import { CONFIG_MAP, type TargetGroupBinding } from "../kubernetes/objects.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { Log } from "../log.ts";
import type { ControllerRelease } from "../releases.ts";
import { endpointKey, type Endpoint } from "./endpoints.ts";
import { targetKey, type Target } from "./targets.ts";

const CONFIG_MAP_PREFIX = "aws-lbc-targets-";
const TARGETS_KEY = "targets";

/**
 * Which targets of a target group that several clusters share are this cluster's: written to a ConfigMap beside the
 * binding before they are registered, and asked before any is deregistered, so that no cluster takes out the targets
 * of another. Facts: pkg/targetgroupbinding/multicluster_manager.go.
 */
export class MultiClusterTargets {
  readonly #api: KubernetesApi;
  readonly #reader: KubeReader;
  readonly #release: ControllerRelease;
  readonly #log: Log;
  /** What the ConfigMaps say, by binding, see bindingKeySeparator; read from the API only when this process has not had it yet. */
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(api: KubernetesApi, reader: KubeReader, release: ControllerRelease, log: Log) {
    this.#api = api;
    this.#reader = reader;
    this.#release = release;
    this.#log = log;
  }

  /**
   * Those of the targets to go that this cluster may deregister.
   *
   * @returns also whether the ConfigMap is to be written for the first time: then nothing may go in this pass.
   */
  filter(
    binding: TargetGroupBinding,
    targets: readonly Target[],
  ): { readonly targets: readonly Target[]; readonly initial: boolean } {
    if (binding.spec.multiClusterTargetGroup !== true) return { targets, initial: false };
    const own = this.#read(binding);
    if (own === undefined) {
      this.#log(
        "info",
        `Initial data population for multicluster target group. No deregister will occur on this reconcile run for tg: ${binding.spec.targetGroupARN ?? ""}`,
      );
      return { targets: [], initial: true };
    }
    return { targets: targets.filter((target) => own.has(targetKey(target))), initial: false };
  }

  /** Remembers a binding's endpoints as its targets: if asked to, and whenever this process knows none yet. */
  track(binding: TargetGroupBinding, endpoints: readonly Endpoint[], requested: boolean): void {
    if (binding.spec.multiClusterTargetGroup !== true) return;
    const key = this.#keyOf(binding);
    if (!requested && this.#known.has(key)) return;
    const own = new Set(endpoints.map(endpointKey));
    this.#write(binding, own);
    this.#known.set(key, own);
  }

  /** Forgets a binding's targets. Without the flag the ConfigMap of a former time stays. */
  forget(binding: TargetGroupBinding): void {
    this.#known.delete(this.#keyOf(binding));
    if (binding.spec.multiClusterTargetGroup !== true) return;
    const { namespace } = binding.metadata;
    const name = configMapName(binding);
    if (this.#reader.find(CONFIG_MAP, namespace, name) !== undefined) {
      this.#api.delete(CONFIG_MAP, namespace, name);
    }
  }

  #read(binding: TargetGroupBinding): ReadonlySet<string> | undefined {
    const key = this.#keyOf(binding);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const configMap = this.#reader.find(CONFIG_MAP, binding.metadata.namespace, configMapName(binding));
    if (configMap === undefined) return undefined;
    const text = configMap.data?.[TARGETS_KEY] ?? "";
    const own = new Set(text === "" ? [] : text.split(","));
    this.#known.set(key, own);
    return own;
  }

  #keyOf({ metadata: { namespace = "", name } }: TargetGroupBinding): string {
    return `${namespace}${this.#release.bindingKeySeparator}${name}`;
  }

  #write(binding: TargetGroupBinding, own: ReadonlySet<string>): void {
    const { namespace } = binding.metadata;
    const name = configMapName(binding);
    const data = { [TARGETS_KEY]: [...own].join(",") };
    const present = this.#reader.find(CONFIG_MAP, namespace, name);
    if (present === undefined) {
      this.#api.create({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, ...defined({ namespace }) },
        data,
      });
    } else {
      // The whole object is replaced: labels and the like that somebody added are lost.
      this.#api.update({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { ...present.metadata, labels: {}, annotations: {} },
        data,
      });
    }
  }
}

function configMapName(binding: TargetGroupBinding): string {
  return `${CONFIG_MAP_PREFIX}${binding.metadata.name}`;
}
