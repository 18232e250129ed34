import type { Cloud } from "../../../core/cloud.ts";
import { addInstance } from "../../ec2/instance.ts";
import type { StartRequest } from "../../ec2/instance-start.ts";
import { launchTemplateData } from "../../ec2/launch-template.ts";
import type { Instance, LaunchTemplateData } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import { tagsFor } from "../../ec2/tags.ts";
import { iamArn } from "../../iam/arns.ts";
import { keyObstacle } from "../../kms/keys.ts";
import { tagList } from "../../tags.ts";
import type { Nodegroup } from "../records.ts";
import { eksState } from "../state.ts";
import { eksImageId } from "./ami.ts";

/** Instances of a node group that are there or on their way. */
export function instancesOf(cloud: Cloud, group: Nodegroup): Instance[] {
  return ec2State(cloud).instances.where(
    ({ State, Tags }) =>
      (State === "pending" || State === "running") &&
      Tags.some(({ Key, Value }) => Key === "eks:cluster-name" && Value === group.clusterName) &&
      Tags.some(({ Key, Value }) => Key === "eks:nodegroup-name" && Value === group.nodegroupName),
  );
}

/**
 * Starts one instance of a node group in the zone that has the fewest.
 *
 * @throws AwsError of EC2: no free addresses, ...
 */
export function launchNode(cloud: Cloud, group: Nodegroup): Instance {
  const template = templateOf(cloud, group);
  const tags = [...tagsFor(template.TagSpecifications, "instance"), ...tagList(nodeTags(group))];
  return addInstance(cloud, { ...template, ...settingsOf(cloud, group, template) }, tags);
}

/**
 * Why the volumes of new instances cannot be encrypted; undefined when they can. EC2 Auto Scaling may use no key of the
 * account but those whose policy lets its role.
 */
export function volumeKeyObstacle(cloud: Cloud, group: Nodegroup): string | undefined {
  const role = iamArn(cloud, "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
  const keys = (templateOf(cloud, group).BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? []);
  return keys.map((key) => keyObstacle(cloud, key, [role])).find((obstacle) => obstacle !== undefined);
}

/** The settings of the group's own launch template; empty without one. */
export function templateOf(cloud: Cloud, group: Pick<Nodegroup, "launchTemplate">): LaunchTemplateData {
  if (group.launchTemplate === undefined) return {};
  const { id, version } = group.launchTemplate;
  return launchTemplateData(cloud, { LaunchTemplateId: id, Version: version });
}

/** Security groups of the nodes' interfaces: those of the launch template alone, else the cluster's own group. */
export function securityGroupsOf(cloud: Cloud, group: Nodegroup, template: LaunchTemplateData): string[] {
  const own = template.NetworkInterfaces?.[0]?.Groups ?? template.SecurityGroupIds ?? [];
  if (own.length > 0) return [...own];
  const { clusterSecurityGroupId } = eksState(cloud).clusters.get(group.clusterName).resourcesVpcConfig;
  return [clusterSecurityGroupId];
}

/** What EKS adds to the launch template of the customer, or decides where there is none. */
function settingsOf(cloud: Cloud, group: Nodegroup, template: LaunchTemplateData): StartRequest {
  const groups = securityGroupsOf(cloud, group, template);
  const [specification, ...others] = template.NetworkInterfaces ?? [];
  const network =
    specification === undefined
      ? { SecurityGroupIds: groups }
      : { NetworkInterfaces: [{ ...specification, Groups: groups }, ...others] };
  return {
    ...network,
    SubnetId: leastUsedSubnet(cloud, group),
    ImageId: template.ImageId ?? eksImageId(cloud.region, group.amiType, group.releaseVersion),
    InstanceType: template.InstanceType ?? group.instanceTypes[0],
    IamInstanceProfile: { Name: group.instanceProfileName },
    ...(group.diskSize === undefined
      ? {}
      : { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: group.diskSize } }] }),
  };
}

function leastUsedSubnet(cloud: Cloud, group: Nodegroup): string {
  const instances = instancesOf(cloud, group);
  const load = (subnetId: string) => instances.filter(({ SubnetId }) => SubnetId === subnetId).length;
  return group.subnets.toSorted((a, b) => load(a) - load(b))[0]!;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html#tag-resources-for-billing */
function nodeTags({ clusterName, nodegroupName, resources }: Nodegroup): Record<string, string> {
  return {
    "aws:autoscaling:groupName": resources.autoScalingGroups[0]!.name,
    "aws:eks:cluster-name": clusterName,
    "eks:cluster-name": clusterName,
    "eks:nodegroup-name": nodegroupName,
    [`k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
    "k8s.io/cluster-autoscaler/enabled": "true",
    [`kubernetes.io/cluster/${clusterName}`]: "owned",
  };
}
