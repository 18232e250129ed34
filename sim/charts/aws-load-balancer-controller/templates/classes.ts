import type { Manifest } from "../../../kubernetes/types.ts";
import { at, isGiven, text } from "../../values.ts";
import type { Release } from "./release.ts";

/** IngressClass and its IngressClassParams; the parameters come first, as the class refers to them. */
export function ingressClass(release: Release): readonly Manifest[] {
  const { values } = release;
  if (values["createIngressClassResource"] !== true) return [];
  const createParams = at(values, "ingressClassParams.create") === true;
  const spec = at(values, "ingressClassParams.spec");
  const paramsName = text(values, "ingressClassParams.name") || text(values, "ingressClass");
  const refersToParams = isGiven(at(values, "ingressClassParams.name")) || (createParams && isGiven(spec));
  const params: Manifest = {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "IngressClassParams",
    metadata: { name: paramsName, labels: { ...release.labels } },
    ...(isGiven(spec) && { spec }),
  };
  return [
    ...(createParams ? [params] : []),
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: {
        name: text(values, "ingressClass"),
        labels: { ...release.labels },
        ...(at(values, "ingressClassConfig.default") === true && {
          annotations: { "ingressclass.kubernetes.io/is-default-class": "true" },
        }),
      },
      spec: {
        controller: "ingress.k8s.aws/alb",
        ...(refersToParams && {
          parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name: paramsName },
        }),
      },
    },
  ];
}

/** PodDisruptionBudget; only where one is asked for and there is more than one replica. */
export function podDisruptionBudget(release: Release): readonly Manifest[] {
  const budget = release.values["podDisruptionBudget"];
  if (!isGiven(budget) || Number(release.values["replicaCount"]) <= 1) return [];
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: {
        name: release.fullName,
        namespace: release.namespace,
        labels: { ...release.labels },
      },
      spec: { selector: { matchLabels: { ...release.selectorLabels } }, ...(budget as object) },
    },
  ];
}
