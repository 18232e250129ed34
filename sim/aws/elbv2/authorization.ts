/**
 * What IAM checks for ELBv2 operations: actions, resource ARNs and condition keys per
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
import type { Cloud } from "../../core/cloud.ts";
import type { AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { elbv2State } from "./state.ts";
import { findTagged } from "./tagged.ts";

type Context = Readonly<Record<string, string | readonly string[]>>;

/** An action on existing objects; policies may ask for their tags. */
export function onResources(
  cloud: Cloud,
  action: string,
  arns: readonly string[],
  request: Context = {},
): AuthorizationCheck[] {
  return arns.map((arn) => ({
    action: `elasticloadbalancing:${action}`,
    resources: [arn],
    context: { ...tagContext(findTagged(elbv2State(cloud), arn)?.tags ?? []), ...request },
  }));
}

interface CreationCheck {
  readonly created: string;
  readonly addedTo?: string;
  readonly tags?: readonly Tag[] | undefined;
}

/**
 * An action that makes an object. Tags need a second permission: AddTags, with the condition key
 * `elasticloadbalancing:CreateAction`.
 *
 * @param created ARN of the new object, with `*` for the id that it does not have yet.
 * @param addedTo what the action itself is evaluated on where that is not the new object.
 */
export function onCreate(
  cloud: Cloud,
  action: string,
  { created, addedTo = created, tags = [] }: CreationCheck,
): AuthorizationCheck[] {
  const request = requestTagContext(tags);
  const checks = onResources(cloud, action, [addedTo], request);
  if (tags.length > 0) {
    checks.push({
      action: "elasticloadbalancing:AddTags",
      resources: [created],
      context: { ...request, "elasticloadbalancing:CreateAction": action },
    });
  }
  return checks;
}

function tagContext(tags: readonly Tag[]): Context {
  return {
    ...resourceTagContext(tags),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`elasticloadbalancing:ResourceTag/${Key}`, Value])),
  };
}
