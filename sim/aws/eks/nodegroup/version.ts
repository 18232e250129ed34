import type { Cloud } from "../../../core/cloud.ts";
import { eksService } from "../caller.ts";
import { invalidParameter, invalidRequest } from "../errors.ts";
import { fromEc2 } from "../from-ec2.ts";
import { kubernetesRelease, minorOf } from "../kubernetes-versions.ts";
import type { LaunchTemplateRequest, UpdateNodegroupVersionRequest } from "./requests.ts";
import type { LaunchTemplateReference, Nodegroup } from "../records.ts";
import { eksState } from "../state.ts";

/** The template and version that a request names; without a version, the template's default one. */
export function resolveLaunchTemplate(cloud: Cloud, request: LaunchTemplateRequest): LaunchTemplateReference {
  if (request.id !== undefined && request.name !== undefined) {
    throw invalidRequest(
      "You must specify either the launch template ID or the launch template name, but not both",
    );
  }
  const [found] = fromEc2(() =>
    cloud.call(eksService, "ec2", "DescribeLaunchTemplateVersions", {
      LaunchTemplateId: request.id,
      LaunchTemplateName: request.name,
      Versions: [request.version ?? "$Default"],
    }),
  ).LaunchTemplateVersions;
  if (found === undefined)
    throw invalidParameter(`Launch template ${request.id ?? request.name} does not exist`);
  return {
    id: found.LaunchTemplateId,
    name: found.LaunchTemplateName,
    version: String(found.VersionNumber),
  };
}

/** The version that nodes get by an update. */
export function checkVersionUpdate(
  cloud: Cloud,
  group: Nodegroup,
  request: UpdateNodegroupVersionRequest,
): string {
  const cluster = eksState(cloud).clusters.get(group.clusterName);
  if (request.launchTemplate !== undefined && group.launchTemplate === undefined) {
    throw invalidRequest(
      "You cannot specify a launch template for a node group that was created without one",
    );
  }
  if (request.version === undefined) return group.version;
  kubernetesRelease(request.version);
  if (minorOf(request.version) > minorOf(cluster.version)) {
    throw invalidParameter(
      `Nodegroup Kubernetes version ${request.version} should be at most the cluster's version ${cluster.version}`,
    );
  }
  if (minorOf(request.version) < minorOf(group.version)) {
    throw invalidParameter(
      `Nodegroup Kubernetes version ${request.version} is older than the present one ${group.version}`,
    );
  }
  return request.version;
}
