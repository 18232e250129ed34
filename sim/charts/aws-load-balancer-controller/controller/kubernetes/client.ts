import type { Gvk, KubernetesApi, ListOptions, ObjectOf } from "../../../../kubernetes/types.ts";

/** Reads of the API. The objects are those of the server's store: frozen, never to be changed. */
export class KubeReader {
  readonly #api: KubernetesApi;

  constructor(api: KubernetesApi) {
    this.#api = api;
  }

  find<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> | undefined {
    return this.#api.view(gvk, namespace, name);
  }

  /** @throws KubernetesError NotFound */
  get<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> {
    return this.#api.view(gvk, namespace, name) ?? this.#api.get(gvk, namespace, name);
  }

  list<G extends Gvk>(gvk: G, options?: ListOptions): readonly ObjectOf<G>[] {
    return this.#api.views(gvk, options);
  }
}
