/** A program in which inputs of components come from other resources wherever they can: at no depth they are known at first. */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";

const ASSUMED_BY = (Service: string) => aws.iam.assumeRolePolicyForPrincipal({ Service });

export default function program(): Record<string, unknown> {
  // Whatever only AWS can tell.
  const made = new aws.iam.Role("made", { assumeRolePolicy: ASSUMED_BY("pods.eks.amazonaws.com") });
  const owner = made.uniqueId;
  const wholeTags = owner.apply((id): Record<string, string> => ({ owner: id }));
  const vpc = createVpc(owner);
  const cluster = createCluster({ vpc, made, owner, wholeTags });
  const nodeRole = createNodeRole();
  new eks.ManagedNodeGroup("nodes", {
    cluster,
    nodeRole,
    subnetIds: vpc.publicSubnetIds,
    instanceTypes: [owner.apply(() => "t3.medium")],
    enableIMDSv2: true,
    diskSize: owner.apply(() => 30),
    labels: { owner },
    taints: [{ key: "owner", value: owner, effect: "NO_SCHEDULE" }],
    scalingConfig: { desiredSize: 1, minSize: 1, maxSize: owner.apply(() => 1) },
    tags: { owner },
  });
  return { vpcId: vpc.vpcId, clusterName: cluster.eksCluster.name };
}

function createVpc(owner: pulumi.Output<string>): awsx.ec2.Vpc {
  return new awsx.ec2.Vpc("vpc", {
    enableDnsHostnames: owner.apply(() => true),
    enableDnsSupport: true,
    natGateways: { strategy: "None" },
    numberOfAvailabilityZones: 2,
    subnetStrategy: "Auto",
    subnetSpecs: [{ type: "Public", cidrMask: 24, tags: { owner } }],
    tags: { owner },
  });
}

function createCluster({
  vpc,
  made,
  owner,
  wholeTags,
}: {
  readonly vpc: awsx.ec2.Vpc;
  readonly made: aws.iam.Role;
  readonly owner: pulumi.Output<string>;
  readonly wholeTags: pulumi.Output<Record<string, string>>;
}): eks.Cluster {
  return new eks.Cluster("cluster", {
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    version: "1.34",
    authenticationMode: "API",
    skipDefaultNodeGroup: true,
    accessEntries: {
      made: {
        principalArn: made.arn,
        kubernetesGroups: [owner],
        tags: { owner },
        accessPolicies: {
          view: owner.apply(() => ({
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            accessScope: { type: "cluster" },
          })),
        },
      },
    },
    vpcCniOptions: { warmIpTarget: owner.apply(() => 2) },
    kubeProxyAddonOptions: { configurationValues: { mode: owner.apply(() => "iptables") } },
    publicAccessCidrs: [owner.apply(() => "0.0.0.0/0")],
    clusterTags: wholeTags,
    clusterSecurityGroupTags: wholeTags,
    nodeSecurityGroupTags: { owner },
    tags: wholeTags,
  });
}

function createNodeRole(): aws.iam.Role {
  const role = new aws.iam.Role("nodes", { assumeRolePolicy: ASSUMED_BY("ec2.amazonaws.com") });
  for (const policy of [
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSWorkerNodePolicy",
  ]) {
    new aws.iam.RolePolicyAttachment(policy, { role, policyArn: `arn:aws:iam::aws:policy/${policy}` });
  }
  return role;
}
