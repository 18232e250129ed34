import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow, type PolicyScope } from "./statements.ts";

/** Pods in target groups, the controller's own and those that another stack or cluster made: hence without condition. */
export function targetStatements({ partition }: PolicyScope): IdentityStatement[] {
  return [
    allow("RegisterPods", actionsOf("elasticloadbalancing", "RegisterTargets", "DeregisterTargets"), {
      resource: `arn:${partition}:elasticloadbalancing:*:*:targetgroup/*/*`,
    }),
  ];
}
