/** EKS's names of the add-ons. */
export type AddonName = "vpc-cni" | "kube-proxy" | "coredns" | "eks-pod-identity-agent" | "metrics-server";

/** What is to be known of a Kubernetes version on EKS. */
export interface KubernetesRelease {
  /** Last day on which EKS keeps the version at the standard price. */
  readonly standardSupportUntil: string;
  /** Last day on which EKS keeps it at all. */
  readonly extendedSupportUntil: string;
  /** Versions of the add-ons that go with it. */
  readonly addons: Readonly<Record<AddonName, string>>;
}

/** They go with all of the versions below. */
const VPC_CNI = "v1.22.4-eksbuild.3";
const POD_IDENTITY_AGENT = "v1.3.10-eksbuild.3";

/** It goes with those from 1.35 on. */
const METRICS_SERVER = "v0.9.0-eksbuild.11";

/**
 * Kubernetes versions that a cluster can be made with.
 *
 * Days of support: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html. Add-ons, as of August 2026:
 * https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html, managing-kube-proxy.html and
 * managing-coredns.html; metrics-server, as of October 2026, in configurations that people published. `aws eks describe-addon-versions --kubernetes-version <version> --addon-name <name>` lists all.
 */
export const KUBERNETES_VERSIONS = {
  "1.34": {
    standardSupportUntil: "2026-12-02",
    extendedSupportUntil: "2027-12-02",
    addons: {
      "vpc-cni": VPC_CNI,
      "kube-proxy": "v1.34.6-eksbuild.13",
      coredns: "v1.13.2-eksbuild.11",
      "eks-pod-identity-agent": POD_IDENTITY_AGENT,
      "metrics-server": "v0.9.0-eksbuild.5",
    },
  },
  "1.35": {
    standardSupportUntil: "2027-03-27",
    extendedSupportUntil: "2028-03-27",
    addons: {
      "vpc-cni": VPC_CNI,
      "kube-proxy": "v1.35.3-eksbuild.13",
      coredns: "v1.14.3-eksbuild.3",
      "eks-pod-identity-agent": POD_IDENTITY_AGENT,
      "metrics-server": METRICS_SERVER,
    },
  },
  "1.36": {
    standardSupportUntil: "2027-08-02",
    extendedSupportUntil: "2028-08-02",
    addons: {
      "vpc-cni": VPC_CNI,
      "kube-proxy": "v1.36.0-eksbuild.14",
      coredns: "v1.14.3-eksbuild.3",
      "eks-pod-identity-agent": POD_IDENTITY_AGENT,
      "metrics-server": METRICS_SERVER,
    },
  },
} as const satisfies Record<string, KubernetesRelease>;

export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;

/** Not the newest, which add-ons and nodes follow with some delay, and not 1.34, whose support is about to end. */
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = "1.35";
