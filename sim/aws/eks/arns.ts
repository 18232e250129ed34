import type { Cloud } from "../../core/cloud.ts";
import type { AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, tagList, type TagMap } from "../tags.ts";
import { eksState } from "./state.ts";

export function clusterArn(cloud: Cloud, name: string): string {
  return cloud.arn("eks", `cluster/${name}`);
}

/** An action on a cluster, with its tags as conditions; on `*` for one that is not there. */
export function onCluster(cloud: Cloud, action: string, name: string): AuthorizationCheck {
  const cluster = eksState(cloud).clusters.find(name);
  return {
    action: `eks:${action}`,
    resources: [clusterArn(cloud, name)],
    context: resourceTagContext(tagList(cluster?.tags)),
  };
}

/** The tagging of something new, which IAM must allow besides its creation. */
export function onTagging(arn: string, tags: TagMap | undefined): AuthorizationCheck[] {
  const context = requestTagContext(tagList(tags));
  return Object.keys(context).length === 0 ? [] : [{ action: "eks:TagResource", resources: [arn], context }];
}

/** Handing a role to a service. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export function onPassRole(roleArn: string, service: string): AuthorizationCheck {
  return { action: "iam:PassRole", resources: [roleArn], context: { "iam:PassedToService": service } };
}
