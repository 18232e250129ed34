import { EKS_CLUSTER_DEFAULTS, type AddonArgs, type AddonsArgs, type EksClusterArgs } from "./args.ts";
import type { LivingCluster } from "./living-cluster.ts";
import { resolveNodeGroup, type NodeGroup } from "./node-groups.ts";

/** {@link EksClusterArgs} with their defaults. */
export interface ResolvedEksClusterArgs extends Required<
  Omit<EksClusterArgs, "nodeGroups" | "addons" | "publicAccessCidrs" | "living" | "encryptionKeyArn">
> {
  /** Undefined where the API server has no public endpoint. */
  readonly publicAccessCidrs: readonly string[] | undefined;
  /** Undefined where AWS is to be asked. */
  readonly living: LivingCluster | undefined;
  /** Undefined for a key that AWS owns. */
  readonly encryptionKeyArn: EksClusterArgs["encryptionKeyArn"];
  readonly nodeGroups: readonly NodeGroup[];
  readonly addons: ResolvedAddons;
}

interface ResolvedAddons extends Required<Omit<AddonsArgs, "podIdentityAgent">> {
  /** Undefined if it is not wanted. */
  readonly podIdentityAgent: AddonArgs | undefined;
}

export function resolveEksClusterArgs(args: EksClusterArgs): ResolvedEksClusterArgs {
  const endpointPublicAccess = args.endpointPublicAccess ?? EKS_CLUSTER_DEFAULTS.endpointPublicAccess;
  return {
    name: args.name,
    network: args.network,
    kubernetesVersion: args.kubernetesVersion ?? EKS_CLUSTER_DEFAULTS.kubernetesVersion,
    supportType: args.supportType ?? EKS_CLUSTER_DEFAULTS.supportType,
    controlPlaneSubnets: args.controlPlaneSubnets ?? EKS_CLUSTER_DEFAULTS.controlPlaneSubnets,
    endpointPublicAccess,
    endpointPrivateAccess: args.endpointPrivateAccess ?? EKS_CLUSTER_DEFAULTS.endpointPrivateAccess,
    publicAccessCidrs:
      args.publicAccessCidrs ?? (endpointPublicAccess ? EKS_CLUSTER_DEFAULTS.publicAccessCidrs : undefined),
    enabledLogTypes: args.enabledLogTypes ?? [],
    encryptionKeyArn: args.encryptionKeyArn,
    accessEntries: args.accessEntries ?? [],
    nodeGroups: (args.nodeGroups ?? EKS_CLUSTER_DEFAULTS.nodeGroups).map(resolveNodeGroup),
    podNetworking: args.podNetworking ?? EKS_CLUSTER_DEFAULTS.podNetworking,
    addons: resolveAddons(args.addons ?? {}),
    nodeSecurityGroupRules: args.nodeSecurityGroupRules ?? [],
    nodeSecurityGroupIds: args.nodeSecurityGroupIds ?? [],
    additionalNodePolicyArns: args.additionalNodePolicyArns ?? [],
    deletionProtection: args.deletionProtection ?? EKS_CLUSTER_DEFAULTS.deletionProtection,
    tokenCredentials: args.tokenCredentials ?? {},
    living: args.living,
    tags: args.tags ?? {},
    transform: args.transform ?? {},
  };
}

function resolveAddons(addons: AddonsArgs): ResolvedAddons {
  const agent = addons.podIdentityAgent;
  return {
    vpcCni: addons.vpcCni ?? {},
    kubeProxy: addons.kubeProxy ?? {},
    coredns: addons.coredns ?? {},
    podIdentityAgent: agent === true ? {} : agent === false ? undefined : agent,
  };
}
