import type { AddonArgs, AddonsArgs, EksClusterArgs } from "./args.ts";
import { DEFAULT_KUBERNETES_VERSION } from "./kubernetes-versions.ts";
import type { LivingCluster } from "./living-cluster.ts";
import { DEFAULT_NODE_GROUPS, resolveNodeGroup, type NodeGroup } from "./node-groups.ts";
import { DEFAULT_POD_NETWORKING } from "./pod-networking.ts";

/** {@link EksClusterArgs} with their defaults. */
export interface ResolvedEksClusterArgs extends Required<
  Omit<EksClusterArgs, "nodeGroups" | "addons" | "publicAccessCidrs" | "living">
> {
  /** Undefined where the API server has no public endpoint. */
  readonly publicAccessCidrs: readonly string[] | undefined;
  /** Undefined where AWS is to be asked. */
  readonly living: LivingCluster | undefined;
  readonly nodeGroups: readonly NodeGroup[];
  readonly addons: ResolvedAddons;
}

interface ResolvedAddons extends Required<Omit<AddonsArgs, "podIdentityAgent">> {
  /** Undefined if it is not wanted. */
  readonly podIdentityAgent: AddonArgs | undefined;
}

export function resolveEksClusterArgs(args: EksClusterArgs): ResolvedEksClusterArgs {
  const endpointPublicAccess = args.endpointPublicAccess ?? true;
  return {
    name: args.name,
    network: args.network,
    kubernetesVersion: args.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    supportType: args.supportType ?? "STANDARD",
    controlPlaneSubnets: args.controlPlaneSubnets ?? "public",
    endpointPublicAccess,
    endpointPrivateAccess: args.endpointPrivateAccess ?? true,
    publicAccessCidrs: args.publicAccessCidrs ?? (endpointPublicAccess ? ["0.0.0.0/0"] : undefined),
    enabledLogTypes: args.enabledLogTypes ?? [],
    accessEntries: args.accessEntries ?? [],
    nodeGroups: (args.nodeGroups ?? DEFAULT_NODE_GROUPS).map(resolveNodeGroup),
    podNetworking: args.podNetworking ?? DEFAULT_POD_NETWORKING,
    addons: resolveAddons(args.addons ?? {}),
    nodeSecurityGroupRules: args.nodeSecurityGroupRules ?? [],
    nodeSecurityGroupIds: args.nodeSecurityGroupIds ?? [],
    additionalNodePolicyArns: args.additionalNodePolicyArns ?? [],
    deletionProtection: args.deletionProtection ?? false,
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
