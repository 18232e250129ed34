import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "../shared/args-check.ts";
import { problemsOf, type Problem } from "../shared/args-error.ts";
import { componentType, transformed } from "../shared/transform.ts";
import { accessEntries } from "./access-entries.ts";
import { createAddon, type AddonInstallation } from "./addons.ts";
import type { EksClusterArgs } from "./args.ts";
import { checkEksClusterArgs } from "./check.ts";
import { controlPlaneSubnetIds } from "./control-plane-subnets.ts";
import { kubeconfigWith } from "./kubeconfig.ts";
import { findCluster, type LivingCluster } from "./living-cluster.ts";
import { createNodeRole } from "./node-role.ts";
import { createNodeSecurityGroup } from "./node-security-group.ts";
import { roomySubnetIds } from "./node-subnets.ts";
import { createNodeGroup } from "./nodes.ts";
import { vpcCniConfiguration } from "./pod-networking.ts";
import { resolveEksClusterArgs, type ResolvedEksClusterArgs } from "./resolve.ts";
import { createVpcCniRole } from "./vpc-cni-role.ts";
import { supportNote, today } from "./version-support.ts";

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
  static problems(name: string, args: EksClusterArgs): readonly Problem[] {
    return problemsOf(() => acceptedArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = acceptedArgs(name, args);
    super(componentType("EksCluster"), name, {}, opts);
    const note = supportNote({ ...resolved, today: today() });
    if (note !== undefined) void pulumi.log.warn(note, this);

    const nodeRole = createNodeRole(`${name}-node-role`, resolved, this);
    const afterHeld = { parent: this, dependsOn: nodeRole.held };
    const living = resolved.living ?? findCluster(resolved.name, { parent: this });
    const cluster = createCluster(name, resolved, living, afterHeld);
    const addon = (installation: Omit<AddonInstallation, "clusterName" | "living">) =>
      createAddon(
        `${name}-${installation.addonName}`,
        { ...installation, clusterName: cluster.eksCluster.name, living },
        resolved,
        this,
      );
    const { addons, podNetworking } = resolved;
    const oidcProvider = createOidcProvider(`${name}-oidc-provider`, cluster, resolved, this);
    const issuer = { url: cluster.oidcProviderUrl, providerArn: oidcProvider.arn };
    const vpcCniRole = createVpcCniRole(`${name}-vpc-cni-role`, issuer, resolved, this);
    const { region } = aws.getRegionOutput({}, { parent: this });
    const vpcCni = addon({
      addonName: "vpc-cni",
      addon: addons.vpcCni,
      configuration: vpcCniConfiguration(podNetworking, region, vpcCniRole.role.arn),
      serviceAccountRoleArn: vpcCniRole.role.arn,
      dependsOn: [cluster, vpcCniRole.policy],
    });
    const kubeProxy = addon({ addonName: "kube-proxy", addon: addons.kubeProxy, dependsOn: [cluster] });
    const securityGroup = createNodeSecurityGroup(`${name}-node-security-group`, resolved, afterHeld);
    const subnetIds = {
      public: roomySubnetIds(describe(name), "public", resolved),
      private: roomySubnetIds(describe(name), "private", resolved),
    };
    const nodeGroups = resolved.nodeGroups.map((group) =>
      createNodeGroup(
        `${name}-${group.name}`,
        group,
        resolved,
        {
          cluster,
          nodeRole: nodeRole.role,
          subnetIds,
          securityGroupIds: [...(securityGroup ? [securityGroup.id] : []), ...resolved.nodeSecurityGroupIds],
          dependsOn: [...nodeRole.policies, vpcCni, kubeProxy],
        },
        this,
      ),
    );
    const coredns = addon({ addonName: "coredns", addon: addons.coredns, dependsOn: nodeGroups });
    const podIdentityAgent =
      addons.podIdentityAgent &&
      addon({
        addonName: "eks-pod-identity-agent",
        addon: addons.podIdentityAgent,
        dependsOn: nodeGroups,
      });

    this.clusterName = cluster.eksCluster.name;
    this.arn = cluster.eksCluster.arn;
    this.endpoint = cluster.eksCluster.endpoint;
    this.kubernetesVersion = cluster.eksCluster.version;
    this.oidcIssuer = cluster.oidcProviderUrl;
    this.oidcProviderArn = oidcProvider.arn;
    this.clusterSecurityGroupId = cluster.clusterSecurityGroupId;
    this.nodeRoleArn = nodeRole.role.arn;
    this.vpcId = pulumi.output(args.network.vpcId);
    this.provider = createProvider(`${name}-kubernetes`, cluster, resolved, this);
    this.ready = [...nodeGroups, vpcCni, kubeProxy, coredns, ...(podIdentityAgent ? [podIdentityAgent] : [])];
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

/** How error messages call the component. */
function describe(name: string): string {
  return `EksCluster "${name}"`;
}

function acceptedArgs(name: string, args: EksClusterArgs): ResolvedEksClusterArgs {
  const resolved = resolveEksClusterArgs(args);
  const check = new ArgsCheck(describe(name));
  checkEksClusterArgs(name, resolved, check);
  check.finish();
  return resolved;
}

function createCluster(
  name: string,
  args: ResolvedEksClusterArgs,
  living: LivingCluster,
  { parent, dependsOn }: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): eks.Cluster {
  const { network } = args;
  return new eks.Cluster(
    name,
    transformed<eks.ClusterArgs>(
      args.transform.cluster,
      {
        name: args.name,
        version: args.kubernetesVersion,
        vpcId: network.vpcId,
        subnetIds: controlPlaneSubnetIds(args, living, parent),
        endpointPublicAccess: args.endpointPublicAccess,
        endpointPrivateAccess: args.endpointPrivateAccess,
        ...(args.publicAccessCidrs && { publicAccessCidrs: [...args.publicAccessCidrs] }),
        enabledClusterLogTypes: [...args.enabledLogTypes],
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
      name,
    ),
    { parent, dependsOn: [...dependsOn] },
  );
}

/** AWS trusts the issuers of EKS by their certificates' authority, so that no thumbprint is needed. */
function createOidcProvider(
  name: string,
  cluster: eks.Cluster,
  args: ResolvedEksClusterArgs,
  parent: pulumi.Resource,
): aws.iam.OpenIdConnectProvider {
  return new aws.iam.OpenIdConnectProvider(
    name,
    transformed<aws.iam.OpenIdConnectProviderArgs>(
      args.transform.oidcProvider,
      { url: cluster.oidcProviderUrl, clientIdLists: ["sts.amazonaws.com"], tags: { ...args.tags } },
      name,
    ),
    { parent },
  );
}

function createProvider(
  name: string,
  cluster: eks.Cluster,
  args: ResolvedEksClusterArgs,
  parent: pulumi.Resource,
): kubernetes.Provider {
  return new kubernetes.Provider(
    name,
    transformed<kubernetes.ProviderArgs>(
      args.transform.kubernetesProvider,
      {
        kubeconfig: kubeconfigWith(cluster.kubeconfigJson, args.tokenCredentials),
        // Known in every preview: a change of the kubeconfig does not replace what is in the cluster.
        clusterIdentifier: args.name,
        enableServerSideApply: true,
      },
      name,
    ),
    { parent },
  );
}
