import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import type { Node } from "../../../kubernetes/objects.ts";
import type { Instance } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import { deleteNodegroupResources } from "./surroundings.ts";
import { bootNode, isNodeReady, nodeOf } from "../nodes/boot.ts";
import { drainNode, terminateNode } from "../nodes/drain.ts";
import { egressOf } from "../nodes/egress.ts";
import { instancesOf, launchNode, templateOf, volumeKeyObstacle } from "../nodes/launch.ts";
import type { Nodegroup, NodegroupIssue } from "../records.ts";
import { eksState, inCluster } from "../state.ts";

/** Virtual time until instances start. */
export const LAUNCH_MS = 15_000;

/** Virtual times until a started instance has booted, between two looks, and patience in all. */
const BOOT_MS = 40_000;
const POLL_MS = 10_000;
const PATIENCE_MS = 20 * 60_000;

/** Brings a group's instances to the number that it wants, then waits for their nodes. */
export function reconcileNodegroup(cloud: Cloud, group: Nodegroup): void {
  const since = cloud.clock.now();
  cloud.clock.schedule(LAUNCH_MS, () => {
    if (!isCurrent(cloud, group)) return;
    const issue = invalidSubnets(cloud, group) ?? scaleOut(cloud, group);
    if (issue !== undefined) {
      fail(group, issue);
      return;
    }
    scaleIn(cloud, group);
    awaitNodes(cloud, group, since);
  });
}

/** Drains and ends every instance, then forgets the group. */
export function deleteNodegroup(cloud: Cloud, group: Nodegroup): void {
  group.status = "DELETING";
  drainAll(cloud, group, instancesOf(cloud, group), () => awaitTermination(cloud, group));
}

/** Goes on with what was under way when a world was saved. */
export function resumeNodegroups(cloud: Cloud): void {
  for (const group of eksState(cloud).nodegroups.values()) {
    if (group.status === "DELETING") deleteNodegroup(cloud, group);
    if (group.status !== "CREATING" && group.status !== "UPDATING") continue;
    for (const instance of instancesOf(cloud, group)) {
      if (!hasNode(cloud, group, instance)) scheduleBoot(cloud, group, instance);
    }
    reconcileNodegroup(cloud, group);
  }
}

export function awaitNodes(
  cloud: Cloud,
  group: Nodegroup,
  since: number,
  then = () => activate(group),
): void {
  cloud.clock.schedule(POLL_MS, () => {
    if (!isCurrent(cloud, group)) return;
    const instances = instancesOf(cloud, group);
    const missing = instances.filter((instance) => !hasReadyNode(cloud, group, instance));
    if (missing.length === 0) then();
    else if (cloud.clock.now() - since >= PATIENCE_MS) fail(group, creationFailure(cloud, group, missing));
    else awaitNodes(cloud, group, since, then);
  });
}

function scaleOut(cloud: Cloud, group: Nodegroup): NodegroupIssue | undefined {
  while (instancesOf(cloud, group).length < group.scalingConfig.desiredSize) {
    const issue = launchOne(cloud, group);
    if (issue !== undefined) return issue;
  }
  return undefined;
}

export function launchOne(cloud: Cloud, group: Nodegroup): NodegroupIssue | undefined {
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-instancelaunchfailure.html#ts-as-instancelaunchfailure-12
  if (volumeKeyObstacle(cloud, group) !== undefined) {
    return launchFailure(group, "Client.InternalError: Client error on launch");
  }
  try {
    scheduleBoot(cloud, group, launchNode(cloud, group));
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return launchFailure(
      group,
      `Could not launch On-Demand Instances. ${error.code} - ${error.message} Launching EC2 instance failed.`,
    );
  }
}

function launchFailure(group: Nodegroup, message: string): NodegroupIssue {
  const resourceIds = [group.resources.autoScalingGroups[0]!.name];
  return { code: "AsgInstanceLaunchFailures", message, resourceIds };
}

function scheduleBoot(cloud: Cloud, group: Nodegroup, instance: Instance): void {
  cloud.clock.schedule(BOOT_MS, () => {
    if (!isCurrent(cloud, group) || instance.State !== "running") return;
    try {
      bootNode(cloud, group, instance);
    } catch (error) {
      group.bootErrors[instance.InstanceId] = (error as Error).message;
    }
  });
}

/** The youngest instances go first. */
export function scaleIn(cloud: Cloud, group: Nodegroup): void {
  const surplus = instancesOf(cloud, group).slice(group.scalingConfig.desiredSize);
  drainAll(cloud, group, surplus, () => {});
}

function drainAll(cloud: Cloud, group: Nodegroup, instances: readonly Instance[], done: () => void): void {
  let left = instances.length;
  if (left === 0) done();
  for (const { InstanceId } of instances) {
    // EKS ends nodes that go for good even when they cannot be drained.
    // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    drainNode(cloud, group.clusterName, InstanceId, () => {
      terminateNode(cloud, group.clusterName, InstanceId);
      if (--left === 0) done();
    });
  }
}

function awaitTermination(cloud: Cloud, group: Nodegroup): void {
  cloud.clock.schedule(POLL_MS, () => {
    const names = group.resources.autoScalingGroups.map(({ name }) => name);
    const left = ec2State(cloud).instances.where(
      ({ State, Tags }) =>
        State !== "terminated" &&
        Tags.some(({ Key, Value }) => Key === "aws:autoscaling:groupName" && names.includes(Value)),
    );
    if (left.length > 0) {
      awaitTermination(cloud, group);
      return;
    }
    deleteNodegroupResources(cloud, group);
    eksState(cloud).nodegroups.delete(inCluster(group.clusterName, group.nodegroupName));
  });
}

/** Nodes in a public subnet need public addresses, which only the subnet or the launch template can give. */
function invalidSubnets(cloud: Cloud, group: Nodegroup): NodegroupIssue | undefined {
  const [specification] = templateOf(cloud, group).NetworkInterfaces ?? [];
  if (specification?.AssociatePublicIpAddress) return undefined;
  const invalid = group.subnets.filter(
    (id) =>
      egressOf(cloud, id) === "internet-gateway" && !ec2State(cloud).subnets.get(id).MapPublicIpOnLaunch,
  );
  if (invalid.length === 0) return undefined;
  return {
    code: "Ec2SubnetInvalidConfiguration",
    message: `One or more Amazon EC2 Subnets of [${invalid.join(", ")}] for node group ${group.nodegroupName} does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet.`,
    resourceIds: invalid,
  };
}

function creationFailure(cloud: Cloud, group: Nodegroup, missing: readonly Instance[]): NodegroupIssue {
  return {
    code: "NodeCreationFailure",
    message: missing.every((instance) => hasNode(cloud, group, instance))
      ? "Unhealthy nodes in the kubernetes cluster"
      : "Instances failed to join the kubernetes cluster",
    resourceIds: missing.map(({ InstanceId }) => InstanceId),
  };
}

function hasNode(cloud: Cloud, group: Nodegroup, instance: Instance): boolean {
  return nodeOfInstance(cloud, group, instance) !== undefined;
}

function hasReadyNode(cloud: Cloud, group: Nodegroup, instance: Instance): boolean {
  const node = nodeOfInstance(cloud, group, instance);
  return node !== undefined && isNodeReady(node);
}

function nodeOfInstance(
  cloud: Cloud,
  { clusterName }: Nodegroup,
  { InstanceId }: Instance,
): Node | undefined {
  const api = clustersOf(cloud).get(clusterName)?.api;
  return api && nodeOf(api, InstanceId);
}

export function fail(group: Nodegroup, issue: NodegroupIssue): void {
  group.status = group.status === "CREATING" ? "CREATE_FAILED" : "DEGRADED";
  group.health.issues = [issue];
}

export function activate(group: Nodegroup): void {
  group.status = "ACTIVE";
  group.health.issues = [];
}

export function isCurrent(cloud: Cloud, group: Nodegroup): boolean {
  const present = eksState(cloud).nodegroups.find(inCluster(group.clusterName, group.nodegroupName));
  return present === group && group.status !== "DELETING";
}
