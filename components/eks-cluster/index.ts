export { EksCluster } from "./eks-cluster.ts";
export { CONTROL_PLANE_LOGS, EKS_CLUSTER_DEFAULTS, RULE_PROTOCOLS, SUPPORT_TYPES } from "./args.ts";
export type {
  AccessEntry,
  AccessPolicy,
  AddonArgs,
  AddonsArgs,
  ClusterNetwork,
  ControlPlaneLog,
  EksClusterArgs,
  EksClusterNodes,
  EksClusterTransforms,
  NodeSecurityGroupRule,
} from "./args.ts";
export {
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from "./kubernetes-versions.ts";
export { findInstanceType, type InstanceType } from "./instance-types.ts";
export type { TokenCredentials } from "./kubeconfig.ts";
export type { FoundCluster, LivingCluster } from "./living-cluster.ts";
export { maxPods } from "./max-pods.ts";
export {
  CAPACITY_TYPES,
  NODE_GROUP_DEFAULTS,
  NODE_TAINT_EFFECTS,
  nodeGroupSizes,
  SUBNET_TIERS,
  type NodeGroupArgs,
  type NodeGroupSizes,
  type NodeTaint,
  type SubnetTier,
} from "./node-groups.ts";
export { planNodeGroup, type NodeGroupPlan } from "./node-group-plan.ts";
export { podCapacity, type PodCapacity } from "./pod-capacity.ts";
export { discoversSubnets } from "./pod-networking.ts";
export type {
  CustomNetworking,
  PodNetworking,
  PrefixDelegation,
  SecondaryIpNetworking,
} from "./pod-networking.ts";
