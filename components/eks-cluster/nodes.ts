import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { knownInstanceTypes, maxPodsToSet, type NodeGroup, type SubnetTier } from "./node-groups.ts";
import { nodeUserData } from "./node-user-data.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** What the nodes of all groups of a cluster have in common. */
export interface NodeSurroundings {
  readonly cluster: eks.Cluster;
  readonly nodeRole: aws.iam.Role;
  /** See {@link roomySubnetIds}. */
  readonly subnetIds: Readonly<Record<SubnetTier, pulumi.Output<string[]>>>;
  /** The extra one, if there is one. */
  readonly securityGroup: aws.ec2.SecurityGroup | undefined;
  /** What must be there before a node starts: the role's policies, the network plugin. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** What one group is made in: the name of its resource, and the settings of the cluster. */
interface GroupScope {
  readonly parent: pulumi.Resource;
  readonly groupName: string;
  readonly args: ResolvedEksClusterArgs;
  readonly surroundings: NodeSurroundings;
}

/** Node groups and their launch templates. */
export interface Nodes {
  readonly nodeGroups: readonly eks.ManagedNodeGroup[];
  readonly launchTemplates: readonly aws.ec2.LaunchTemplate[];
}

/** The node groups of a cluster, each with a launch template. */
export function createNodes(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEksClusterArgs,
  surroundings: NodeSurroundings,
): Nodes {
  const made = args.nodeGroups.map((group) => {
    const scope = { parent, groupName: `${name}-${group.name}`, args, surroundings };
    const launchTemplate = createLaunchTemplate(scope, group);
    return { launchTemplate, nodeGroup: createNodeGroup(scope, group, launchTemplate) };
  });
  return {
    nodeGroups: made.map(({ nodeGroup }) => nodeGroup),
    launchTemplates: made.map(({ launchTemplate }) => launchTemplate),
  };
}

/**
 * Our own template, as the one that the eks component can make fixes the image, so that EKS would no longer update it,
 * and knows neither key pairs nor security groups.
 */
function createLaunchTemplate(
  { parent, groupName, args, surroundings: { cluster, securityGroup } }: GroupScope,
  group: NodeGroup,
): aws.ec2.LaunchTemplate {
  const tags = { ...args.tags, Name: `${args.name}-${group.name}` };
  const userData = encodedUserData(group, maxPodsToSet(group, args.podNetworking));
  return createChild(aws.ec2.LaunchTemplate, `${groupName}-launch-template`, {
    args: {
      // With groups in the template EKS adds none of its own: the cluster's group must be among them.
      vpcSecurityGroupIds: [
        cluster.clusterSecurityGroupId,
        ...(securityGroup ? [securityGroup.id] : []),
        ...args.nodeSecurityGroupIds,
      ],
      blockDeviceMappings: [rootVolume(group)],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: group.metadataHopLimit,
      },
      ...defined({ keyName: group.keyName, userData }),
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
      tags,
    },
    opts: { parent },
    transform: args.transform.launchTemplate,
  });
}

/** Root volume of Amazon Linux 2023. */
function rootVolume({
  diskSizeGib,
  volumeKeyArn,
}: NodeGroup): aws.types.input.ec2.LaunchTemplateBlockDeviceMapping {
  return {
    deviceName: "/dev/xvda",
    ebs: {
      volumeSize: diskSizeGib,
      volumeType: "gp3",
      encrypted: "true",
      ...defined({ kmsKeyId: volumeKeyArn }),
      deleteOnTermination: "true",
    },
  };
}

/**
 * A managed node group. Pulumi makes its name unique: EKS changes neither instance types nor
 * subnets in place, and a group of a fixed name would have to go, with all of its nodes, before its replacement comes.
 */
function createNodeGroup(
  { parent, groupName, args, surroundings }: GroupScope,
  group: NodeGroup,
  launchTemplate: aws.ec2.LaunchTemplate,
): eks.ManagedNodeGroup {
  return createChild(eks.ManagedNodeGroup, groupName, {
    args: {
      cluster: surroundings.cluster,
      nodeRoleArn: surroundings.nodeRole.arn,
      subnetIds: surroundings.subnetIds[group.subnets],
      version: args.kubernetesVersion,
      ...defined({ releaseVersion: group.releaseVersion }),
      amiType: imageType(group),
      instanceTypes: [...group.instanceTypes],
      capacityType: group.capacityType,
      scalingConfig: { desiredSize: group.count, minSize: group.minSize, maxSize: group.maxSize },
      ...defined({ ignoreScalingChanges: group.ignoreScalingChanges || undefined }),
      labels: { ...group.labels },
      taints: group.taints.map((taint) => ({ ...taint })),
      launchTemplate: {
        id: launchTemplate.id,
        version: launchTemplate.latestVersion.apply((version) => String(version)),
      },
      tags: { ...args.tags },
    },
    opts: { parent, dependsOn: [...surroundings.dependsOn], transformations: updateSettings(group) },
    transform: args.transform.nodeGroup,
  });
}

/**
 * The component takes what it does not know over to the node group, but its SDK class drops it:
 * https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/nodes/nodegroup.ts (createManagedNodeGroup).
 */
function updateSettings({
  maxUnavailable,
  maxUnavailablePercentage,
}: NodeGroup): pulumi.ResourceTransformation[] {
  const updateConfig = defined({ maxUnavailable, maxUnavailablePercentage });
  if (Object.keys(updateConfig).length === 0) return [];
  return [({ props, opts }) => ({ props: { ...props, updateConfig }, opts })];
}

/** In base64, as EC2 takes it. With a secret script the whole of it is secret. */
function encodedUserData(group: NodeGroup, maxPods: number | undefined): pulumi.Input<string> | undefined {
  const encoded = (initScript: string | undefined): string | undefined => {
    const text = nodeUserData(initScript, maxPods);
    return text === undefined ? undefined : Buffer.from(text).toString("base64");
  };
  const { initScript } = group;
  if (initScript === undefined || typeof initScript === "string") return encoded(initScript);
  return pulumi.output(initScript).apply((script) => encoded(script)!);
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html#AmazonEKS-CreateNodegroup-request-amiType */
function imageType(group: NodeGroup): string {
  const [type] = knownInstanceTypes(group);
  const architecture = type?.architecture === "arm64" ? "ARM_64" : "x86_64";
  const variants = { none: "STANDARD", nvidia: "NVIDIA", neuron: "NEURON" } as const;
  return `AL2023_${architecture}_${variants[type?.accelerator ?? "none"]}`;
}
