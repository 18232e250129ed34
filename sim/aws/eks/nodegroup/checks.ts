import type { Cloud } from "../../../core/cloud.ts";
import { findInstanceType } from "../../ec2/instance-types.ts";
import type { LaunchTemplateData } from "../../ec2/records.ts";
import { ec2State } from "../../ec2/state.ts";
import { invalidParameter, invalidRequest, resourceInUse } from "../errors.ts";
import { kubernetesRelease, minorOf } from "../kubernetes-versions.ts";
import type { CreateNodegroupRequest } from "./requests.ts";
import { resolveLaunchTemplate } from "./version.ts";
import { checkAmiType, checkArchitecture, DEFAULT_AMI_TYPE, requestedRelease } from "../nodes/ami.ts";
import { templateOf } from "../nodes/launch.ts";
import type { Cluster, LaunchTemplateReference, NodegroupTaint, ScalingConfig } from "../records.ts";
import { requiredRole, trustsService } from "../role-checks.ts";
import { eksState, inCluster } from "../state.ts";
import { checkEnum, constraintViolation } from "../validation.ts";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const MAX_TAINTS = 50;
const RESERVED_LABEL_PREFIXES = ["kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"];
/** Kubelets may be this many minor versions behind the API server: https://kubernetes.io/releases/version-skew-policy/ */
const MAX_SKEW = 3;

export interface CheckedNodegroup {
  readonly version: string;
  readonly launchTemplate: LaunchTemplateReference | undefined;
  /** Settings of the launch template; empty without one. */
  readonly template: LaunchTemplateData;
}

/** Checks a request for a new node group. */
export function checkCreateNodegroup(cloud: Cloud, request: CreateNodegroupRequest): CheckedNodegroup {
  const { clusterName, nodegroupName } = request;
  const cluster = eksState(cloud).clusters.get(clusterName);
  checkName(nodegroupName);
  if (cluster.status === "CREATING" || cluster.status === "DELETING") {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`);
  }
  if (eksState(cloud).nodegroups.has(inCluster(clusterName, nodegroupName))) {
    throw resourceInUse(
      `NodeGroup already exists with name ${nodegroupName} and cluster name ${clusterName}`,
    );
  }
  const launchTemplate =
    request.launchTemplate === undefined ? undefined : resolveLaunchTemplate(cloud, request.launchTemplate);
  const template = templateOf(cloud, launchTemplate === undefined ? {} : { launchTemplate });
  const version = checkVersion(cluster, request.version);
  if (launchTemplate !== undefined) checkTemplate(request, template);
  checkAmiType(request.amiType ?? DEFAULT_AMI_TYPE, version);
  checkNodeRole(cloud, request.nodeRole);
  checkSubnets(cloud, cluster, request.subnets);
  checkInstanceTypes(request.instanceTypes ?? []);
  if (template.ImageId === undefined) {
    const types = template.InstanceType === undefined ? request.instanceTypes : [template.InstanceType];
    checkArchitecture(request.amiType ?? DEFAULT_AMI_TYPE, types ?? []);
    requestedRelease(version, request.releaseVersion);
  }
  if (request.scalingConfig !== undefined) checkScaling(request.scalingConfig);
  checkEnum("capacityType", request.capacityType ?? "ON_DEMAND", ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]);
  checkLabels(request.labels ?? {});
  checkTaints(request.taints ?? []);
  return { version, launchTemplate, template };
}

/** Words of the Auto Scaling group's rules, as EKS hands them on. */
export function checkScaling({ minSize, maxSize, desiredSize }: ScalingConfig): void {
  if (minSize < 0) {
    throw constraintViolation(
      "scalingConfig.minSize",
      minSize,
      "Member must have value greater than or equal to 0",
    );
  }
  if (maxSize < 1) {
    throw constraintViolation(
      "scalingConfig.maxSize",
      maxSize,
      "Member must have value greater than or equal to 1",
    );
  }
  if (minSize > maxSize) {
    throw invalidParameter(`Minimum capacity ${minSize} can't be greater than maximum capacity ${maxSize}`);
  }
  if (minSize > desiredSize) {
    throw invalidParameter(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`);
  }
  if (desiredSize > maxSize) {
    throw invalidParameter(`desired capacity ${desiredSize} can't be greater than max size ${maxSize}`);
  }
}

export function checkLabels(labels: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(labels)) {
    if (RESERVED_LABEL_PREFIXES.some((prefix) => key.startsWith(prefix))) {
      throw invalidParameter(
        `Label cannot contain reserved prefixes [${RESERVED_LABEL_PREFIXES.join(", ")}]`,
      );
    }
  }
}

export function checkTaints(taints: readonly NodegroupTaint[]): void {
  for (const { effect } of taints) {
    checkEnum("taints.effect", effect, ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]);
  }
  if (taints.length > MAX_TAINTS) {
    throw invalidParameter(`The maximum number of taints is ${MAX_TAINTS}`);
  }
}

function checkName(name: string): void {
  if (name.length < 1 || name.length > 63) {
    throw constraintViolation("nodegroupName", name, "Member must have length between 1 and 63, inclusive");
  }
  const pattern = "^[0-9A-Za-z][A-Za-z0-9-_]*";
  if (!/^[0-9A-Za-z][\w-]*$/.test(name)) {
    throw constraintViolation(
      "nodegroupName",
      name,
      `Member must satisfy regular expression pattern: ${pattern}`,
    );
  }
}

function checkVersion(cluster: Cluster, wanted: string | undefined): string {
  if (wanted === undefined) return cluster.version;
  kubernetesRelease(wanted);
  const behind = minorOf(cluster.version) - minorOf(wanted);
  if (behind < 0 || behind > MAX_SKEW) {
    throw invalidParameter(
      `Nodegroup Kubernetes version ${wanted} should be at most the cluster's version ${cluster.version} and at most ${MAX_SKEW} minor versions behind it`,
    );
  }
  return wanted;
}

/**
 * What may not be said both in the request and in the launch template, or not in the template at all.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-basics
 */
function checkTemplate(request: CreateNodegroupRequest, template: LaunchTemplateData): void {
  if (request.diskSize !== undefined) {
    throw invalidParameter("Disk size must be specified within the launch template.");
  }
  if (template.InstanceType !== undefined && request.instanceTypes?.length) {
    throw invalidRequest("Instance type cannot be specified in both the launch template and the API request");
  }
  if (template.IamInstanceProfile !== undefined) {
    throw invalidRequest(
      "Launch template should not specify an instance profile. The noderole in your request will be used to construct an instance profile.",
    );
  }
  if (template.NetworkInterfaces?.some(({ SubnetId }) => SubnetId !== undefined)) {
    throw invalidRequest("Launch template should not specify a subnet");
  }
  if (template.ImageId === undefined) return;
  if (request.amiType !== undefined && request.amiType !== "CUSTOM") {
    throw invalidRequest(
      "You cannot specify an AMI Type other than CUSTOM, when specifying an image id within the launch template.",
    );
  }
  for (const field of ["version", "releaseVersion"] as const) {
    if (request[field] !== undefined) {
      throw invalidRequest(`You cannot specify the field ${field} when using custom AMIs.`);
    }
  }
}

function checkNodeRole(cloud: Cloud, roleArn: string): void {
  const role = requiredRole(cloud, roleArn);
  const service = cloud.partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
  if (!trustsService(role, service)) {
    throw invalidParameter(
      `Following required service principals [${service}] were not found in the trust relationships of nodeRole ${roleArn}`,
    );
  }
}

function checkSubnets(cloud: Cloud, cluster: Cluster, subnetIds: readonly string[]): void {
  const missing = subnetIds.filter((id) => !ec2State(cloud).subnets.has(id));
  if (subnetIds.length === 0 || missing.length > 0) {
    throw invalidParameter(`The following supplied subnets do not exist: [${missing.join(", ")}]`);
  }
  const { vpcId } = cluster.resourcesVpcConfig;
  const elsewhere = subnetIds.filter((id) => ec2State(cloud).subnets.get(id).VpcId !== vpcId);
  if (elsewhere.length > 0) {
    throw invalidParameter(`Subnets [${elsewhere.join(", ")}] are not in the VPC of the cluster: ${vpcId}`);
  }
}

function checkInstanceTypes(types: readonly string[]): void {
  const unknown = types.filter((type) => findInstanceType(type) === undefined);
  if (unknown.length > 0) {
    throw invalidParameter(`The following supplied instance types do not exist: [${unknown.join(", ")}]`);
  }
}
