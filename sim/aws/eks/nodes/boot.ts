import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import type { KubernetesApi } from "../../../kubernetes/types.ts";
import { fieldManagers } from "../../../kubernetes/field-managers.ts";
import type { Node, Taint } from "../../../kubernetes/objects.ts";
import { getInstanceType, type InstanceType } from "../../ec2/instance-types.ts";
import { interfacesOf } from "../../ec2/network-interface-attachment.ts";
import type { Caller } from "../../../core/caller.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { Instance } from "../../ec2/records.ts";
import { roleOfProfile } from "../../iam/instance-profile.ts";
import { sessionArn } from "../../sts/session.ts";
import type { Cluster, Nodegroup } from "../records.ts";
import { eksState, inCluster } from "../state.ts";
import { kubernetesVersionOf } from "./ami.ts";
import { joinObstacle } from "./egress.ts";
import { maxPodsByAddresses, podLimit } from "./max-pods.ts";
import { kubernetesTaint, nodeManifest, NOT_READY_TAINT, ready } from "./node-object.ts";
import { checkKubeletLabels } from "./kubelet-labels.ts";
import { parseUserData, type NodeUserData } from "./user-data.ts";

/**
 * What an instance does at its first start: nodeadm reads the user data and asks AWS about the instance, then the
 * kubelet registers a Node.
 *
 * @throws Error with what the instance's console shows when it cannot join.
 */
export function bootNode(cloud: Cloud, group: Nodegroup, instance: Instance): void {
  const cluster = eksState(cloud).clusters.get(group.clusterName);
  const kubernetes = clustersOf(cloud).get(cluster.name);
  if (kubernetes === undefined) throw new TypeError(`EKS cluster ${cluster.name} has no control plane`);
  const [primary] = interfacesOf(cloud, instance.InstanceId);
  const obstacle = primary && joinObstacle(cloud, cluster, primary);
  if (obstacle !== undefined) throw new Error(`nodeadm: ${obstacle}`);
  checkAccess(cloud, cluster, group);
  const description = describeItself(cloud, instance, nodeCaller(cloud, instance));
  const userData = parseUserData(instance.UserData);
  const kubernetesVersion = imageVersion(cloud, group, instance, userData.clusterName);
  const type = getInstanceType(instance.InstanceType);
  checkKubeletLabels({ ...group.labels, ...userData.labels });
  kubernetes.api.as(fieldManagers.kubelet).create(
    nodeManifest(cloud, {
      group,
      instance: description,
      kubernetesVersion,
      maxPods: Math.min(maxPodsOf(group, userData, type), podLimit(type)),
      labels: userData.labels,
      taints: [...group.taints.map(kubernetesTaint), ...(userData.taints as Taint[])],
    }),
  );
}

/** The node of an instance, if it has joined. */
export function nodeOf(api: KubernetesApi, instanceId: string): Node | undefined {
  return api.list("v1/Node").find((node) => instanceIdOf(node) === instanceId);
}

/** The EC2 instance that a node runs on. */
export function instanceIdOf(node: { readonly spec: { readonly providerID?: string } }): string {
  return node.spec.providerID?.split("/").at(-1) ?? "";
}

export function isNodeReady(node: Node): boolean {
  return node.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** The kubelet finds the CNI's configuration: pods may come. */
export function markNodeReady(cloud: Cloud, api: KubernetesApi, nodeName: string): void {
  const node = api.get("v1/Node", undefined, nodeName);
  const others = (node.status.conditions ?? []).filter(({ type }) => type !== "Ready");
  api
    .as(fieldManagers.kubelet)
    .updateStatus({ ...node, status: { ...node.status, conditions: [...others, ready(cloud)] } });
  const taints = (node.spec.taints ?? []).filter(({ key }) => key !== NOT_READY_TAINT);
  api.as(fieldManagers.controllerManager).patch("v1/Node", undefined, nodeName, { spec: { taints } });
}

/**
 * To its own images EKS hands a nodeadm configuration with a number of pods, which takes precedence over that of any
 * other configuration: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence
 * nodeadm merges configurations in order and passes flags on after its own (MergeNodeConfigs and writeKubeletEnvironment
 * in awslabs/amazon-eks-ami, nodeadm/internal), and the kubelet's flags outrank its configuration. EKS also counts
 * prefixes when the network plugin delegates them, which is left out here.
 */
function maxPodsOf({ amiType }: Nodegroup, userData: NodeUserData, type: InstanceType): number {
  const ofConfiguration = amiType === "CUSTOM" ? userData.maxPods : undefined;
  return userData.maxPodsFlag ?? ofConfiguration ?? maxPodsByAddresses(type);
}

/** The identity with which programs on an instance call AWS: a session of the role in its instance profile. */
export function nodeCaller(cloud: Cloud, instance: Instance): Caller {
  const profileName = instance.IamInstanceProfile?.Name ?? "";
  const roleName = roleOfProfile(cloud, profileName);
  if (roleName === undefined) {
    throw new Error(
      "no EC2 IMDS role found, operation error ec2imds: GetMetadata, http response error StatusCode: 404",
    );
  }
  return { kind: "session", arn: sessionArn(cloud, roleName, instance.InstanceId), roleName };
}

/** A node whose role the cluster does not know is turned away by the API server. */
function checkAccess(cloud: Cloud, cluster: Cluster, group: Nodegroup): void {
  const entry = eksState(cloud).accessEntries.find(inCluster(cluster.name, group.nodeRole));
  if (entry?.type !== "EC2_LINUX")
    throw new Error("kubelet: unable to register node with API server: Unauthorized");
}

function describeItself(cloud: Cloud, { InstanceId }: Instance, caller: Caller) {
  try {
    const { Reservations } = cloud.call(caller, "ec2", "DescribeInstances", { InstanceIds: [InstanceId] });
    return Reservations[0]!.Instances[0]!;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Error(
      `nodeadm: operation error EC2: DescribeInstances, https response error StatusCode: ${error.statusCode}, api error ${error.code}: ${error.message}`,
    );
  }
}

/** EKS completes the user data of its own images only; with another image it must name the cluster itself. */
function imageVersion(
  cloud: Cloud,
  group: Nodegroup,
  instance: Instance,
  clusterName: string | undefined,
): string {
  const joins = group.amiType === "CUSTOM" ? clusterName : group.clusterName;
  if (joins !== group.clusterName) throw new Error("nodeadm: Name is missing in cluster configuration");
  return kubernetesVersionOf(cloud.region, instance.ImageId) ?? group.version;
}
