import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow, LEAVES_OWNER_TAG, OWNED, TAGS_AS_OWNED, type PolicyScope } from "./statements.ts";

const CHANGE_TAGS = actionsOf("elasticloadbalancing", "AddTags", "RemoveTags");

/** Tags on load balancers, target groups, listeners and rules: how the controller knows its own again. */
export function taggingStatements({ partition }: PolicyScope): IdentityStatement[] {
  const arns = (...paths: string[]) =>
    paths.map((path) => `arn:${partition}:elasticloadbalancing:*:*:${path}`);
  const loadBalancers = arns("targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*");
  const listeners = arns(
    "listener/net/*/*/*",
    "listener/app/*/*/*",
    "listener-rule/net/*/*/*",
    "listener-rule/app/*/*/*",
  );
  return [
    allow("TagNewLoadBalancer", ["elasticloadbalancing:AddTags"], {
      resource: loadBalancers,
      condition: {
        StringEquals: { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
        Null: TAGS_AS_OWNED,
      },
    }),
    allow("RetagOwnLoadBalancer", CHANGE_TAGS, {
      resource: loadBalancers,
      condition: { Null: { ...LEAVES_OWNER_TAG, ...OWNED } },
    }),
    allow("TagListener", CHANGE_TAGS, { resource: listeners }),
  ];
}
