import { defined } from "../../core/defined.ts";
import type { Child, Expansion, Properties, RemoteComponent } from "../../core/resource-type.ts";
import { createAccessEntries } from "./access-entries.ts";
import { createAddon, createVpcCni } from "./addons.ts";
import { readClusterInputs, type ClusterInputs } from "./cluster-inputs.ts";
import { generateKubeconfig } from "./kubeconfig.ts";
import { createClusterSecurityGroup, createNodeSecurityGroup } from "./security-groups.ts";
import { createServiceRole, type ServiceRole } from "./service-role.ts";
import { mergedTags } from "../tags.ts";

/**
 * The `Cluster` component of @pulumi/eks 4.3.0 with access entries and managed node groups. It registers what the
 * real component registers.
 */
export const eksClusterComponent: RemoteComponent = {
  token: "eks:index:Cluster",
  expand(name, properties, expansion) {
    const inputs = readClusterInputs(properties);
    const subnetIds = clusterSubnets(expansion, inputs);
    const serviceRole =
      inputs.serviceRole === undefined ? createClusterRole(expansion, name, inputs) : undefined;
    const hasSecurityGroups = inputs.skipDefaultSecurityGroups !== true;
    const securityGroup = hasSecurityGroups
      ? createClusterSecurityGroup(expansion, name, inputs.vpcId, [
          inputs.clusterSecurityGroupTags,
          inputs.tags,
        ])
      : undefined;
    const cluster = createCluster(expansion, name, inputs, { subnetIds, serviceRole, securityGroup });
    createAddons(expansion, name, inputs, cluster);
    const nodeSecurityGroup =
      securityGroup &&
      createNodeSecurityGroup(expansion, name, {
        vpcId: inputs.vpcId,
        clusterName: cluster.output("name"),
        clusterGroup: securityGroup,
        tags: [inputs.nodeSecurityGroupTags, inputs.tags],
      });
    createKubernetesProvider(expansion, name, inputs, cluster);
    const kubeconfig = kubeconfigOf(expansion, inputs, cluster, { withProfile: false });
    const issuer = issuerOf(expansion, cluster);
    const ownGroupId = expansion.map(
      cluster.output("vpcConfig"),
      (vpcConfig) => (vpcConfig as { clusterSecurityGroupId: string }).clusterSecurityGroupId,
    );
    return defined({
      accessEntries: inputs.accessEntries,
      autoModeNodeRoleName: "",
      clusterIngressRuleId: nodeSecurityGroup?.clusterIngressRule.output("securityGroupRuleId") ?? "",
      clusterSecurityGroup: securityGroup?.reference,
      clusterSecurityGroupId: securityGroup?.output("id") ?? ownGroupId,
      core: coreOf(inputs, { cluster, subnetIds, serviceRole, securityGroup, kubeconfig }),
      defaultNodeGroupAsgName: "",
      eksCluster: cluster.reference,
      eksClusterIngressRule: nodeSecurityGroup?.clusterIngressRule.reference,
      fargateProfileId: "",
      fargateProfileStatus: "",
      instanceRoles: [],
      kubeconfig,
      kubeconfigJson: expansion.map(kubeconfig, (config) => JSON.stringify(config)),
      nodeSecurityGroup: nodeSecurityGroup?.group.reference,
      nodeSecurityGroupId: nodeSecurityGroup?.group.output("id") ?? ownGroupId,
      oidcIssuer: expansion.map(issuer, (url) => url.replace("https://", "")),
      oidcProviderArn: "",
      oidcProviderUrl: issuer,
    });
  },
};

/** Inputs of the cluster that are of use at its creation only. */
const ONLY_AT_CREATION = [
  "accessConfig.bootstrapClusterCreatorAdminPermissions",
  "bootstrapSelfManagedAddons",
];

interface Parts {
  readonly subnetIds: unknown;
  readonly serviceRole: ServiceRole | undefined;
  readonly securityGroup: Child | undefined;
}

function clusterSubnets(expansion: Expansion, inputs: ClusterInputs): unknown {
  if (inputs.subnetIds !== undefined) return inputs.subnetIds;
  const given = { public: inputs.publicSubnetIds ?? [], private: inputs.privateSubnetIds ?? [] };
  return expansion.map(given, (known) => [...(known.public as string[]), ...(known.private as string[])]);
}

function createClusterRole(expansion: Expansion, name: string, inputs: ClusterInputs): ServiceRole {
  const partition = expansion.map(
    expansion.invoke("aws:index/getPartition:getPartition", {}),
    (result) => (result as { partition: string }).partition,
  );
  return createServiceRole(expansion, `${name}-eksRole`, {
    service: "eks.amazonaws.com",
    description: "Allows EKS to manage clusters on your behalf.",
    managedPolicies: ["AmazonEKSClusterPolicy"],
    assumeRoleActions: ["sts:AssumeRole", "sts:TagSession"],
    partition,
    tags: inputs.tags,
  });
}

function createCluster(expansion: Expansion, name: string, inputs: ClusterInputs, parts: Parts): Child {
  const { subnetIds, serviceRole, securityGroup } = parts;
  return expansion.resource(
    "aws:eks/cluster:Cluster",
    `${name}-eksCluster`,
    defined({
      accessConfig: {
        authenticationMode: inputs.authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons ?? true,
      deletionProtection: inputs.deletionProtection,
      enabledClusterLogTypes: inputs.enabledClusterLogTypes,
      encryptionConfig:
        inputs.encryptionConfigKeyArn === undefined
          ? undefined
          : { provider: { keyArn: inputs.encryptionConfigKeyArn }, resources: ["secrets"] },
      kubernetesNetworkConfig: networkConfig(expansion, inputs),
      name: inputs.name,
      // An existing role is given as a resource.
      roleArn: serviceRole?.role.output("arn") ?? expansion.follow(inputs.serviceRole, "arn"),
      tags: mergedTags(expansion, [{ Name: `${name}-eksCluster` }, inputs.clusterTags, inputs.tags]),
      upgradePolicy: inputs.upgradePolicy,
      version: inputs.version,
      vpcConfig: defined({
        endpointPrivateAccess: inputs.endpointPrivateAccess,
        endpointPublicAccess: inputs.endpointPublicAccess,
        publicAccessCidrs: publicAccessCidrs(expansion, inputs),
        securityGroupIds: securityGroup ? [securityGroup.output("id")] : undefined,
        subnetIds,
      }),
    }),
    { dependsOn: serviceRole?.ready ?? [], ignoreChanges: ONLY_AT_CREATION },
  );
}

function networkConfig(expansion: Expansion, inputs: ClusterInputs): unknown {
  if (!inputs.kubernetesServiceIpAddressRange && !inputs.ipFamily) return undefined;
  const given = { range: inputs.kubernetesServiceIpAddressRange, family: inputs.ipFamily ?? "ipv4" };
  return expansion.map(given, ({ range, family }) =>
    defined({ ipFamily: family, serviceIpv4Cidr: family === "ipv4" ? range : undefined }),
  );
}

function publicAccessCidrs(expansion: Expansion, inputs: ClusterInputs): unknown {
  if (inputs.publicAccessCidrs === undefined) return undefined;
  const given = { cidrs: inputs.publicAccessCidrs, isPublic: inputs.endpointPublicAccess ?? true };
  return expansion.map(given, ({ cidrs, isPublic }) => {
    if (!isPublic) {
      throw new Error("`publicAccessCidrs` can only be set when `endpointPublicAccess` is true");
    }
    return cidrs;
  });
}

function createAddons(expansion: Expansion, name: string, inputs: ClusterInputs, cluster: Child): void {
  const context = { expansion, name, cluster, tags: inputs.tags };
  const kubeProxy = inputs.kubeProxyAddonOptions ?? {};
  if (kubeProxy.enabled !== false) createAddon(context, "kube-proxy", "kubeProxyAddonOptions", kubeProxy);
  const entries = createAccessEntries(expansion, name, cluster, inputs.accessEntries ?? {});
  if (inputs.useDefaultVpcCni !== true) createVpcCni(context, inputs.vpcCniOptions ?? {}, entries);
  // Without a default node group there is nothing for it to run on: only by express wish.
  const coredns = inputs.corednsAddonOptions ?? {};
  if (coredns.enabled === true || coredns.configurationValues !== undefined) {
    createAddon(context, "coredns", "corednsAddonOptions", coredns);
  }
}

/** The component's own, for what it may make in the cluster; it alone names a profile. */
function createKubernetesProvider(
  expansion: Expansion,
  name: string,
  inputs: ClusterInputs,
  cluster: Child,
): void {
  const kubeconfig = kubeconfigOf(expansion, inputs, cluster, { withProfile: true });
  expansion.resource("pulumi:providers:kubernetes", `${name}-eks-k8s`, {
    kubeconfig: expansion.map(kubeconfig, (config) => JSON.stringify(config)),
  });
}

function kubeconfigOf(
  expansion: Expansion,
  inputs: ClusterInputs,
  cluster: Child,
  { withProfile }: { readonly withProfile: boolean },
) {
  const known = {
    arn: cluster.output("arn"),
    certificateAuthority: cluster.output("certificateAuthority"),
    credentials: inputs.providerCredentialOpts ?? {},
    endpoint: cluster.output("endpoint"),
    name: cluster.output("name"),
  };
  return expansion.map(known, ({ arn, certificateAuthority, credentials, endpoint, name }) =>
    generateKubeconfig({
      certificateAuthority: (certificateAuthority as { data: string }).data,
      clusterName: name as string,
      endpoint: endpoint as string,
      region: String(arn).split(":")[3] ?? "",
      roleArn: credentials.roleArn as string | undefined,
      profileName: withProfile ? (credentials.profileName as string | undefined) : undefined,
    }),
  );
}

function issuerOf(expansion: Expansion, cluster: Child): string {
  return expansion.map(cluster.output("identities"), (identities) => {
    const [identity] = identities as { oidcs: { issuer: string }[] }[];
    return identity?.oidcs[0]?.issuer ?? "";
  }) as string;
}

/** What a node group component takes from the cluster component. */
function coreOf(inputs: ClusterInputs, parts: Parts & { cluster: Child; kubeconfig: unknown }): Properties {
  return defined({
    accessEntries: Object.values(inputs.accessEntries ?? {}),
    cluster: parts.cluster.reference,
    clusterIamRole: parts.serviceRole?.role.reference ?? inputs.serviceRole,
    clusterSecurityGroup: parts.securityGroup?.reference,
    endpoint: parts.cluster.output("endpoint"),
    instanceRoles: [],
    kubeconfig: parts.kubeconfig,
    nodeSecurityGroupTags: inputs.nodeSecurityGroupTags,
    privateSubnetIds: inputs.privateSubnetIds,
    publicSubnetIds: inputs.publicSubnetIds,
    subnetIds: parts.subnetIds,
    tags: inputs.tags,
    vpcId: inputs.vpcId,
  });
}
