/**
 * What IAM is asked before an EC2 operation: one check per object that the request names, each with the tags of
 * that object, and `ec2:CreateTags` besides where new objects get tags.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
import type { Cloud } from "../../core/cloud.ts";
import type { AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext } from "../tags.ts";
import { ec2Arn, findTagged, type Tagged } from "./kinds.ts";
import { tagsFor, type TagSpecification } from "./tags.ts";

type Context = Record<string, string | readonly string[]>;

/** The action on an object that is there: its tags are conditions, and the VPC it is in. */
export function onExisting(
  cloud: Cloud,
  action: string,
  id: string,
  context: Context = {},
): AuthorizationCheck {
  const record = findTagged(cloud, id);
  const vpc = record?.VpcId;
  return {
    action: `ec2:${action}`,
    resources: [ec2Arn(cloud, id)],
    context: {
      ...tagContext(record),
      ...(vpc === undefined || vpc === id ? {} : { "ec2:Vpc": ec2Arn(cloud, vpc) }),
      ...context,
    },
  };
}

/** The action on every one of the ids that is given. */
export function onEach(
  cloud: Cloud,
  action: string,
  ids: readonly (string | undefined)[],
): AuthorizationCheck[] {
  return ids.filter((id) => id !== undefined).map((id) => onExisting(cloud, action, id));
}

/** The action on a new object of `type`, and the tagging of it on creation. */
export function onNew(
  cloud: Cloud,
  action: string,
  type: string,
  specifications: readonly TagSpecification[] | undefined,
  context: Context = {},
): AuthorizationCheck[] {
  const tags = tagsFor(specifications, type);
  const resources = [cloud.arn("ec2", `${type}/*`)];
  const request = requestTagContext(tags);
  const checks: AuthorizationCheck[] = [
    { action: `ec2:${action}`, resources, context: { ...request, ...context } },
  ];
  if (tags.length > 0) {
    checks.push({ action: "ec2:CreateTags", resources, context: { ...request, "ec2:CreateAction": action } });
  }
  return checks;
}

function tagContext(record: Tagged | undefined): Context {
  const tags = record?.Tags ?? [];
  return {
    ...resourceTagContext(tags),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`ec2:ResourceTag/${Key}`, Value])),
  };
}
