/**
 * The program whose state with the real awsx and eks is recorded in `tests/fixtures/component-traces`. It runs in both
 * hosts.
 */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const VERSION = "1.34";
const NAME = "myeks";

/** Roles that the program takes to be there. */
export const PRINCIPALS = ["dev", "ops"];

export default function program(): void {
  const vpc = createVpc(folder("Vpc", `${NAME}-vpc`));
  const parent = folder("EksCluster", NAME);
  const cluster = createCluster(vpc, parent);
  new kubernetes.Provider(`${NAME}-kubernetes`, { kubeconfig: cluster.kubeconfigJson }, { parent });
  const dependsOn = [...createAddons(cluster, parent)];
  const role = createNodeRole(parent, dependsOn);
  for (const [name, subnetIds] of [
    ["a", vpc.privateSubnetIds],
    ["spot", vpc.publicSubnetIds],
  ] as const) {
    createNodes(`${NAME}-${name}`, { cluster, subnetIds, nodeRoleArn: role.arn, dependsOn, parent });
  }
  new aws.iam.OpenIdConnectProvider(
    `${NAME}-oidc-provider`,
    { url: cluster.oidcProviderUrl, clientIdLists: ["sts.amazonaws.com"] },
    { parent },
  );
}

function folder(type: string, name: string): pulumi.ComponentResource {
  return new pulumi.ComponentResource(`multicluster-ingress:index:${type}`, name);
}

function createVpc(parent: pulumi.Resource): awsx.ec2.Vpc {
  return new awsx.ec2.Vpc(
    `${NAME}-vpc`,
    {
      cidrBlock: "192.168.0.0/16",
      numberOfAvailabilityZones: 2,
      natGateways: { strategy: "Single" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public" }, { type: "Private" }],
      enableDnsHostnames: true,
      enableDnsSupport: true,
    },
    { parent },
  );
}

function createCluster(vpc: awsx.ec2.Vpc, parent: pulumi.Resource): eks.Cluster {
  const policy = (name: string, accessScope: eks.types.input.AccessPolicyAssociationArgs["accessScope"]) => ({
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
    accessScope,
  });
  return new eks.Cluster(
    NAME,
    {
      name: NAME,
      version: VERSION,
      vpcId: vpc.vpcId,
      subnetIds: vpc.publicSubnetIds,
      authenticationMode: "API",
      accessEntries: {
        "role-dev": {
          principalArn: principal("dev"),
          accessPolicies: {
            AmazonEKSViewPolicy: policy("AmazonEKSViewPolicy", {
              type: "namespace",
              namespaces: ["default"],
            }),
            AmazonEKSClusterAdminPolicy: policy("AmazonEKSClusterAdminPolicy", { type: "cluster" }),
          },
        },
        "role-ops": { principalArn: principal("ops"), kubernetesGroups: ["devs"] },
      },
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      createOidcProvider: false,
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
    },
    { parent },
  );
}

function principal(role: string): string {
  return `arn:aws:iam::123456789012:role/${role}`;
}

function createAddons(cluster: eks.Cluster, parent: pulumi.Resource): aws.eks.Addon[] {
  return ["vpc-cni", "kube-proxy"].map(
    (addonName) =>
      new aws.eks.Addon(
        `${NAME}-${addonName}`,
        { addonName, clusterName: cluster.eksCluster.name },
        { parent },
      ),
  );
}

/** @param ready takes the attachments of the role's policies. */
function createNodeRole(parent: pulumi.Resource, ready: pulumi.Resource[]): aws.iam.Role {
  const role = new aws.iam.Role(
    `${NAME}-node-role`,
    { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }) },
    { parent },
  );
  const policies = {
    cni: "AmazonEKS_CNI_Policy",
    registry: "AmazonEC2ContainerRegistryPullOnly",
    worker: "AmazonEKSWorkerNodePolicy",
  };
  for (const [key, policy] of Object.entries(policies)) {
    const policyArn = `arn:aws:iam::aws:policy/${policy}`;
    const name = `${NAME}-node-role-${key}`;
    ready.push(new aws.iam.RolePolicyAttachment(name, { role, policyArn }, { parent }));
  }
  return role;
}

function createNodes(
  name: string,
  {
    parent,
    dependsOn,
    ...args
  }: Pick<eks.ManagedNodeGroupArgs, "cluster" | "nodeRoleArn" | "subnetIds"> & {
    readonly parent: pulumi.Resource;
    readonly dependsOn: pulumi.Resource[];
  },
): void {
  const template = new aws.ec2.LaunchTemplate(
    `${name}-launch-template`,
    { vpcSecurityGroupIds: [(args.cluster as eks.Cluster).clusterSecurityGroupId] },
    { parent },
  );
  new eks.ManagedNodeGroup(
    name,
    {
      ...args,
      version: VERSION,
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: ["t3.medium"],
      scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 1 },
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    },
    { parent, dependsOn },
  );
}
