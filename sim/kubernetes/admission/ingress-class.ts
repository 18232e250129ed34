import type { ApiServer } from "../api-server.ts";
import type { AdmissionPlugin } from "../api/admission-chain.ts";
import type { Ingress } from "../objects.ts";
import type { AdmissionRequest, KubeObject } from "../types.ts";

const DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

/** Gives an Ingress without a class the cluster's default one (the plugin DefaultIngressClass). */
export class DefaultIngressClass implements AdmissionPlugin {
  readonly #api: ApiServer;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  mutate({ operation, object }: AdmissionRequest): KubeObject | undefined {
    if (operation !== "CREATE" || object.kind !== "Ingress") return undefined;
    const { spec } = object as Ingress;
    const annotated = object.metadata.annotations?.["kubernetes.io/ingress.class"] !== undefined;
    if (annotated || spec?.ingressClassName !== undefined) return undefined;
    const defaults = this.#api
      .views("networking.k8s.io/v1/IngressClass")
      .filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === "true");
    const newest = defaults
      .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))
      .at(0);
    if (newest === undefined) return undefined;
    return { ...object, spec: { ...spec, ingressClassName: newest.metadata.name } };
  }
}
