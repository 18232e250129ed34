import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { accessEntries } from "./access-entries.ts";
import { createAddon, type AddonInstallation } from "./addons.ts";
import type { AddonArgs, EksClusterArgs, EksClusterNodes } from "./args.ts";
import { eksClusterProblems } from "./check.ts";
import { controlPlaneSubnetIds } from "./control-plane-subnets.ts";
import { kubeconfigWith } from "./kubeconfig.ts";
import type { AddonName } from "./kubernetes-versions.ts";
import { findCluster, type LivingCluster } from "./living-cluster.ts";
import { createNodeRole } from "./node-role.ts";
import { createNodeSecurityGroup } from "./node-security-group.ts";
import { roomySubnetIds } from "./node-subnets.ts";
import { createNodes } from "./nodes.ts";
import { vpcCniConfiguration } from "./pod-networking.ts";
import { resolveEksClusterArgs, type ResolvedEksClusterArgs } from "./resolve.ts";
import { supportNote, today } from "./version-support.ts";
import { createVpcCniRole, type VpcCniRole } from "./vpc-cni-role.ts";

/**
 * An EKS cluster with managed node groups, its add-ons, an IAM OIDC provider for its service accounts, and a Kubernetes
 * provider.
 *
 * Things are made in the order in which they need each other, and go in the reverse one: control plane, network plugin
 * and kube-proxy, nodes, coredns. A cluster that is replaced under its name (`--target-replace`, a transform of what EKS
 * cannot change) comes back empty, and Pulumi does not know that its Kubernetes objects went with it: destroy those first.
 * The nodes' interfaces carry one cluster-tagged security group, the one that EKS makes.
 *
 * @example
 * const cluster = new EksCluster("myeks", { name: "myeks", network: vpc });
 * new LbcAddon("myeks-lbc", { podsDependOn: cluster.ready, ... }, { providers: [cluster.provider] });
 */
export class EksCluster extends pulumi.ComponentResource {
  /** Name of the cluster in AWS. */
  readonly clusterName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** URL of the Kubernetes API server. */
  readonly endpoint: pulumi.Output<string>;
  readonly kubernetesVersion: pulumi.Output<string>;
  /** OIDC issuer of the cluster's service account tokens, with `https://`. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** IAM OIDC provider of that issuer. */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The group that EKS made, which the control plane and all nodes carry. */
  readonly clusterSecurityGroupId: pulumi.Output<string>;
  readonly nodeRoleArn: pulumi.Output<string>;
  /** VPC of the cluster. */
  readonly vpcId: pulumi.Output<string>;
  /** Kubernetes provider of the cluster. It holds no credentials: `aws eks get-token` gives it some when needed. */
  readonly provider: kubernetes.Provider;
  /** What workloads must depend on: the node groups and the add-ons. */
  readonly ready: pulumi.Resource[];
  readonly nodes: EksClusterNodes;

  /**
   * A cluster as it is in AWS, before anything is registered. What is found can be handed to the component as `living`.
   *
   * @returns undefined when there is none of that name (any more).
   * @throws what the AWS provider says when the cluster cannot be read.
   */
  static find(clusterName: string, opts?: pulumi.InvokeOptions): LivingCluster {
    return findCluster(clusterName, opts);
  }

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: EksClusterArgs): readonly ProblemOf<EksClusterArgs>[] {
    return eksClusterProblems(name, resolveEksClusterArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveEksClusterArgs(args);
    refuseProblems("EksCluster", name, eksClusterProblems(name, resolved));
    super(componentType("EksCluster"), name, {}, opts);
    warnOfSupport(this, resolved);

    const { role: nodeRole, policies, held } = createNodeRole(this, name, resolved);
    const living = resolved.living ?? findCluster(resolved.name, { parent: this });
    const cluster = createCluster(this, name, resolved, { living, dependsOn: held });
    const oidcProvider = createOidcProvider(this, name, resolved, cluster);
    const vpcCniRole = createVpcCniRole(this, name, resolved, { cluster, oidcProvider });
    const addons = createFirstAddons(this, name, resolved, { cluster, living, vpcCniRole });
    const nodeSecurityGroup = createNodeSecurityGroup(this, name, resolved, held);
    const nodes = createNodes(this, name, resolved, {
      cluster,
      nodeRole,
      subnetIds: roomySubnetIds(name, resolved),
      securityGroup: nodeSecurityGroup,
      dependsOn: [...policies, addons.vpcCni, addons.kubeProxy, ...(args.network.endpoints ?? [])],
    });
    const lateAddons = createLateAddons(this, name, resolved, {
      cluster,
      living,
      dependsOn: nodes.nodeGroups,
    });
    const provider = createProvider(this, name, resolved, cluster);

    this.nodes = {
      cluster,
      nodeRole,
      nodeRolePolicies: [...policies, ...held],
      oidcProvider,
      vpcCniRole: vpcCniRole.role,
      vpcCniRolePolicy: vpcCniRole.policy,
      nodeSecurityGroup,
      ...nodes,
      addons: { ...addons, ...lateAddons },
      kubernetesProvider: provider,
    };
    this.clusterName = cluster.eksCluster.name;
    this.arn = cluster.eksCluster.arn;
    this.endpoint = cluster.eksCluster.endpoint;
    this.kubernetesVersion = cluster.eksCluster.version;
    this.oidcIssuer = cluster.oidcProviderUrl;
    this.oidcProviderArn = oidcProvider.arn;
    this.clusterSecurityGroupId = cluster.clusterSecurityGroupId;
    this.nodeRoleArn = nodeRole.arn;
    this.vpcId = pulumi.output(args.network.vpcId);
    this.provider = provider;
    this.ready = [
      ...nodes.nodeGroups,
      ...Object.values(this.nodes.addons).filter((addon) => addon !== undefined),
    ];
    this.registerOutputs({
      clusterName: this.clusterName,
      arn: this.arn,
      endpoint: this.endpoint,
      kubernetesVersion: this.kubernetesVersion,
      oidcIssuer: this.oidcIssuer,
      oidcProviderArn: this.oidcProviderArn,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      nodeRoleArn: this.nodeRoleArn,
      vpcId: this.vpcId,
    });
  }
}

/** Says in good time that EKS will upgrade the cluster by itself. */
function warnOfSupport(component: pulumi.Resource, args: ResolvedEksClusterArgs): void {
  const note = supportNote({ ...args, today: today() });
  if (note !== undefined) void pulumi.log.warn(note, component);
}

function createCluster(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEksClusterArgs,
  needs: { readonly living: LivingCluster; readonly dependsOn: readonly pulumi.Resource[] },
): eks.Cluster {
  const { publicAccessCidrs } = args;
  return createChild(eks.Cluster, name, {
    args: {
      name: args.name,
      version: args.kubernetesVersion,
      vpcId: args.network.vpcId,
      subnetIds: controlPlaneSubnetIds(parent, args, needs.living),
      endpointPublicAccess: args.endpointPublicAccess,
      endpointPrivateAccess: args.endpointPrivateAccess,
      ...defined({ publicAccessCidrs: publicAccessCidrs && [...publicAccessCidrs] }),
      enabledClusterLogTypes: [...args.enabledLogTypes],
      ...defined({ encryptionConfigKeyArn: args.encryptionKeyArn }),
      authenticationMode: "API",
      accessEntries: accessEntries(args.accessEntries, aws.getPartitionOutput({}, { parent }).partition),
      upgradePolicy: { supportType: args.supportType },
      deletionProtection: args.deletionProtection,
      // Everything below is made here, in an order of our own.
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      createOidcProvider: false,
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      tags: { ...args.tags },
    },
    opts: { parent, dependsOn: [...needs.dependsOn] },
    transform: args.transform.cluster,
  });
}

/** AWS trusts the issuers of EKS by their certificates' authority, so that no thumbprint is needed. */
function createOidcProvider(
  parent: pulumi.Resource,
  name: string,
  { tags, transform }: ResolvedEksClusterArgs,
  cluster: eks.Cluster,
): aws.iam.OpenIdConnectProvider {
  return createChild(aws.iam.OpenIdConnectProvider, `${name}-oidc-provider`, {
    args: { url: cluster.oidcProviderUrl, clientIdLists: ["sts.amazonaws.com"], tags: { ...tags } },
    opts: { parent },
    transform: transform.oidcProvider,
  });
}

/** The add-ons that nodes need to become ready. */
function createFirstAddons(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEksClusterArgs,
  { cluster, living, vpcCniRole }: { cluster: eks.Cluster; living: LivingCluster; vpcCniRole: VpcCniRole },
): Pick<EksClusterNodes["addons"], "vpcCni" | "kubeProxy"> {
  const clusterName = cluster.eksCluster.name;
  const { region } = aws.getRegionOutput({}, { parent });
  const vpcCni = createAddon(parent, name, args, {
    addonName: "vpc-cni",
    addon: args.addons.vpcCni,
    configuration: vpcCniConfiguration(args.podNetworking, {
      region,
      roleArn: vpcCniRole.role.arn,
      ...defined({ podSubnetIds: args.network.podSubnetIds }),
    }),
    serviceAccountRoleArn: vpcCniRole.role.arn,
    clusterName,
    living,
    dependsOn: [cluster, vpcCniRole.policy],
  });
  const kubeProxy = createAddon(parent, name, args, {
    addonName: "kube-proxy",
    addon: args.addons.kubeProxy,
    clusterName,
    living,
    dependsOn: [cluster],
  });
  return { vpcCni, kubeProxy };
}

/** The add-ons whose pods need nodes. */
function createLateAddons(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEksClusterArgs,
  { cluster, ...needs }: { cluster: eks.Cluster } & Pick<AddonInstallation, "living" | "dependsOn">,
): Pick<EksClusterNodes["addons"], "coredns" | "podIdentityAgent"> {
  const { coredns, podIdentityAgent } = args.addons;
  const late = (addonName: AddonName, addon: AddonArgs) =>
    createAddon(parent, name, args, { ...needs, addonName, addon, clusterName: cluster.eksCluster.name });
  return {
    coredns: late("coredns", coredns),
    podIdentityAgent: podIdentityAgent && late("eks-pod-identity-agent", podIdentityAgent),
  };
}

function createProvider(
  parent: pulumi.Resource,
  name: string,
  { name: clusterName, tokenCredentials, transform }: ResolvedEksClusterArgs,
  cluster: eks.Cluster,
): kubernetes.Provider {
  return createChild(kubernetes.Provider, `${name}-kubernetes`, {
    args: {
      kubeconfig: kubeconfigWith(cluster.kubeconfigJson, tokenCredentials),
      // Known in every preview: a change of the kubeconfig does not replace what is in the cluster.
      clusterIdentifier: clusterName,
      enableServerSideApply: true,
    },
    opts: { parent },
    transform: transform.kubernetesProvider,
  });
}
