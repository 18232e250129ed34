import type { Gvk, Kinds } from "../../types.ts";
import type { Kind } from "../kinds.ts";
import type { Strategy } from "../strategy.ts";
import { configMapStrategy, secretStrategy } from "./config-data.ts";
import { customResourceDefinitionStrategy } from "./custom-resource-definition.ts";
import { horizontalPodAutoscalerStrategy } from "./horizontal-pod-autoscaler.ts";
import { ingressClassStrategy, ingressStrategy } from "./ingress.ts";
import { namespaceStrategy } from "./namespace.ts";
import { networkPolicyStrategy } from "./network-policy.ts";
import { podStrategy } from "./pod.ts";
import { podDisruptionBudgetStrategy, roleBindingStrategy, webhookConfigurationStrategy } from "./policy.ts";
import { serviceStrategy } from "./service.ts";
import { daemonSetStrategy, deploymentStrategy, replicaSetStrategy } from "./workloads.ts";

const strategies: Readonly<Record<Gvk, Strategy>> = {
  "v1/ConfigMap": configMapStrategy,
  "v1/Namespace": namespaceStrategy,
  "v1/Pod": podStrategy,
  "v1/Secret": secretStrategy,
  "v1/Service": serviceStrategy,
  "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": webhookConfigurationStrategy,
  "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": webhookConfigurationStrategy,
  "apiextensions.k8s.io/v1/CustomResourceDefinition": customResourceDefinitionStrategy,
  "apps/v1/DaemonSet": daemonSetStrategy,
  "apps/v1/Deployment": deploymentStrategy,
  "apps/v1/ReplicaSet": replicaSetStrategy,
  "autoscaling/v2/HorizontalPodAutoscaler": horizontalPodAutoscalerStrategy,
  "networking.k8s.io/v1/Ingress": ingressStrategy,
  "networking.k8s.io/v1/IngressClass": ingressClassStrategy,
  "networking.k8s.io/v1/NetworkPolicy": networkPolicyStrategy,
  "policy/v1/PodDisruptionBudget": podDisruptionBudgetStrategy,
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": roleBindingStrategy,
  "rbac.authorization.k8s.io/v1/RoleBinding": roleBindingStrategy,
} satisfies { readonly [G in keyof Kinds]?: Strategy<Kinds[G]> };

const nothing: Strategy = {};

/** What the API server does beyond metadata for objects of `kind`. */
export function strategyOf(kind: Kind): Strategy {
  return strategies[kind.gvk] ?? nothing;
}
