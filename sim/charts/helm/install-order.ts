import type { Manifest } from "../../kubernetes/types.ts";

/** In which order Helm installs kinds; others come last, by name. https://github.com/helm/helm pkg/releaseutil/kind_sorter.go */
const INSTALL_ORDER = [
  "PriorityClass",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];

/** Objects in the order of their installation. */
export function inInstallOrder(manifests: readonly Manifest[]): Manifest[] {
  return [...manifests].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === INSTALL_ORDER.length ? a.kind.localeCompare(b.kind) : 0),
  );
}

function rank({ kind }: Manifest): number {
  const index = INSTALL_ORDER.indexOf(kind);
  return index < 0 ? INSTALL_ORDER.length : index;
}
