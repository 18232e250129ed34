/**
 * Kubernetes versions in EKS's standard support, with the last day of it.
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const KUBERNETES_VERSIONS = {
  "1.34": { standardSupportUntil: "2026-12-02" },
  "1.35": { standardSupportUntil: "2027-03-27" },
  "1.36": { standardSupportUntil: "2027-08-02" },
} as const;

export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;

/** Not the newest, which add-ons and nodes follow with some delay, and not 1.34, whose support is about to end. */
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = "1.35";
