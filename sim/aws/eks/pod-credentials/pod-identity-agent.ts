import type { KubernetesApi } from "../../../kubernetes/types.ts";

/** Whether the Pod Identity agent answers on a node: without the add-on, or while it starts, nobody does. */
export function isAgentReady(api: KubernetesApi, nodeName: string): boolean {
  const pods = api.list("v1/Pod", {
    namespace: "kube-system",
    labels: { "app.kubernetes.io/name": "eks-pod-identity-agent" },
  });
  return pods.some(
    ({ spec, status }) =>
      spec.nodeName === nodeName &&
      (status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false),
  );
}
