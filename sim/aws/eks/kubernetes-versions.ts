/**
 * Kubernetes on EKS. Versions in standard or extended support on 2026-11-21:
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, https://endoflife.date/amazon-eks
 */
import { invalidParameter } from "./errors.ts";

interface Release {
  /** Patch level that the control plane, kubelet and kube-proxy have: EKS Distro releases of that minor version. */
  readonly patch: string;
  readonly platformVersion: string;
}

const releases: Readonly<Record<string, Release>> = {
  "1.33": { patch: "1.33.10", platformVersion: "eks.24" },
  "1.34": { patch: "1.34.7", platformVersion: "eks.16" },
  "1.35": { patch: "1.35.6", platformVersion: "eks.9" },
  "1.36": { patch: "1.36.2", platformVersion: "eks.4" },
};

/** The version of a cluster whose request names none. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

export const kubernetesVersions: readonly string[] = Object.keys(releases);

/** @throws AwsError for a version that EKS does not offer. */
export function kubernetesRelease(version: string): Release {
  const release = releases[version];
  if (release === undefined) throw invalidParameter("unsupported Kubernetes version");
  return release;
}

/** The minor version as a number: 35 of `1.35`. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
