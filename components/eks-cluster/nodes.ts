import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { SubnetTier } from "./args.ts";
import { knownInstanceTypes, maxPodsToSet, type NodeGroup } from "./node-groups.ts";
import { nodeUserData } from "./node-user-data.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** What the nodes of all groups of a cluster have in common. */
export interface NodeSurroundings {
  readonly cluster: eks.Cluster;
  readonly nodeRole: aws.iam.Role;
  /** See {@link roomySubnetIds}. */
  readonly subnetIds: Readonly<Record<SubnetTier, pulumi.Output<string[]>>>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  /** What must be there before a node starts: the role's policies, the network plugin. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * A managed node group and its launch template. Pulumi makes its name unique: EKS changes neither instance types nor
 * subnets in place, and a group of a fixed name would have to go, with all of its nodes, before its replacement comes.
 */
export function createNodeGroup(
  name: string,
  group: NodeGroup,
  args: ResolvedEksClusterArgs,
  surroundings: NodeSurroundings,
  parent: pulumi.Resource,
): eks.ManagedNodeGroup {
  const template = createLaunchTemplate(`${name}-launch-template`, group, args, surroundings, parent);
  return new eks.ManagedNodeGroup(
    name,
    transformed<eks.ManagedNodeGroupArgs>(
      args.transform.nodeGroup,
      {
        cluster: surroundings.cluster,
        nodeRoleArn: surroundings.nodeRole.arn,
        subnetIds: surroundings.subnetIds[group.subnets],
        version: args.kubernetesVersion,
        ...(group.releaseVersion !== undefined && { releaseVersion: group.releaseVersion }),
        amiType: imageType(group),
        instanceTypes: [...group.instanceTypes],
        capacityType: group.capacityType,
        scalingConfig: { desiredSize: group.count, minSize: group.minSize, maxSize: group.maxSize },
        ...(group.ignoreScalingChanges && { ignoreScalingChanges: true }),
        labels: { ...group.labels },
        taints: group.taints.map((taint) => ({ ...taint })),
        launchTemplate: {
          id: template.id,
          version: template.latestVersion.apply((version) => String(version)),
        },
        tags: { ...args.tags },
      },
      name,
    ),
    { parent, dependsOn: [...surroundings.dependsOn] },
  );
}

/**
 * Our own template, as the one that the eks component can make fixes the image, so that EKS would no longer update it,
 * and knows neither key pairs nor security groups.
 */
function createLaunchTemplate(
  name: string,
  group: NodeGroup,
  args: ResolvedEksClusterArgs,
  surroundings: NodeSurroundings,
  parent: pulumi.Resource,
): aws.ec2.LaunchTemplate {
  const userData = encodedUserData(group, maxPodsToSet(group, args.podNetworking));
  const tags = { ...args.tags, Name: `${args.name}-${group.name}` };
  return new aws.ec2.LaunchTemplate(
    name,
    transformed<aws.ec2.LaunchTemplateArgs>(
      args.transform.launchTemplate,
      {
        // With groups in the template EKS adds none of its own: the cluster's group must be among them.
        vpcSecurityGroupIds: [surroundings.cluster.clusterSecurityGroupId, ...surroundings.securityGroupIds],
        blockDeviceMappings: [
          {
            // Root volume of Amazon Linux 2023.
            deviceName: "/dev/xvda",
            ebs: {
              volumeSize: group.diskSizeGib,
              volumeType: "gp3",
              encrypted: "true",
              deleteOnTermination: "true",
            },
          },
        ],
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: group.metadataHopLimit,
        },
        ...(group.keyName !== undefined && { keyName: group.keyName }),
        ...(userData !== undefined && { userData }),
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
        updateDefaultVersion: true,
        tags,
      },
      name,
    ),
    { parent },
  );
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
