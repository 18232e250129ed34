import { cloudState } from "../core/cloud.ts";
import type { KubernetesCluster } from "./cluster.ts";

/** The Kubernetes clusters that run, by EKS cluster name. */
export const clustersOf = cloudState(() => new Map<string, KubernetesCluster>());
