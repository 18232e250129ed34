import type { KubernetesCluster } from "../../cluster.ts";
import { slicesOf } from "../../service-endpoints.ts";
import type { Endpoint } from "../../objects.ts";

/** How long the provider gives endpoints after each change before it takes them as they are. */
export const SETTLE_MS = 10_000;

/** Endpoints of one Service; undefined when it has no list of them. */
export function endpointsOf(
  cluster: KubernetesCluster,
  namespace: string,
  service: string,
): readonly Endpoint[] | undefined {
  const slices = slicesOf(cluster.api, { namespace, name: service });
  return slices.length === 0 ? undefined : slices.flatMap((slice) => slice.endpoints);
}

/** Tells when something that changes now and then has stayed the same for a while. */
export class Settlement {
  readonly #cluster: KubernetesCluster;
  #value = "";
  #since: number;

  constructor(cluster: KubernetesCluster) {
    this.#cluster = cluster;
    this.#since = cluster.cloud.clock.now();
    this.#wakeUp();
  }

  /** Looks at the present value; true once it has stayed for {@link SETTLE_MS}. */
  settled(value: unknown): boolean {
    const now = this.#cluster.cloud.clock.now();
    const text = JSON.stringify(value) ?? "";
    if (text !== this.#value) {
      this.#value = text;
      this.#since = now;
      this.#wakeUp();
    }
    return now - this.#since >= SETTLE_MS;
  }

  /** Waiting goes from task to task: there must be one when the value has settled. */
  #wakeUp(): void {
    this.#cluster.cloud.clock.schedule(SETTLE_MS, () => {});
  }
}
