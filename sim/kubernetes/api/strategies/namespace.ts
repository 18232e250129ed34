import type { Namespace } from "../../objects.ts";
import type { Strategy } from "../strategy.ts";

/** Namespaces that the cluster itself needs (NamespaceLifecycle's immortal namespaces). */
const immortal = ["default", "kube-system", "kube-public"];

/** core/v1 Namespace: `spec.finalizers` holds it until the namespace controller has emptied it. */
export const namespaceStrategy: Strategy<Namespace> = {
  prepare(object, _context, old) {
    object.spec = old?.spec ?? { finalizers: ["kubernetes"] };
    object.status ??= { phase: "Active" };
    const { labels, name } = object.metadata;
    object.metadata.labels = { ...labels, "kubernetes.io/metadata.name": name };
  },
  refuseDeletion(object) {
    return immortal.includes(object.metadata.name) ? "this namespace may not be deleted" : undefined;
  },
};
