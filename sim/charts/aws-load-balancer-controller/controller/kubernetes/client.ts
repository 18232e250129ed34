import type { KubernetesApi, ListOptions } from "../../../../kubernetes/types.ts";
import type { Kinds } from "./objects.ts";

/** Typed reads of the API. The objects are those of the server's store: frozen, never to be changed. */
export class KubeReader {
  readonly #api: KubernetesApi;

  constructor(api: KubernetesApi) {
    this.#api = api;
  }

  find<G extends keyof Kinds>(gvk: G, namespace: string | undefined, name: string): Kinds[G] | undefined {
    return this.#api.view(gvk, namespace, name) as Kinds[G] | undefined;
  }

  /** @throws KubernetesError NotFound */
  get<G extends keyof Kinds>(gvk: G, namespace: string | undefined, name: string): Kinds[G] {
    return (this.#api.view(gvk, namespace, name) ?? this.#api.get(gvk, namespace, name)) as Kinds[G];
  }

  list<G extends keyof Kinds>(gvk: G, options?: ListOptions): readonly Kinds[G][] {
    return this.#api.views(gvk, options) as readonly Kinds[G][];
  }
}
