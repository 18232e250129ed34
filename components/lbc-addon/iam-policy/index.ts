import type { IdentityStatement, PolicyDocument } from "../../shared/iam.ts";
import { discoveryStatements } from "./discovery.ts";
import { integrationStatements } from "./integrations.ts";
import { loadBalancerStatements } from "./load-balancers.ts";
import { securityGroupStatements } from "./security-groups.ts";
import type { PolicyScope } from "./statements.ts";
import { taggingStatements } from "./tagging.ts";
import { targetStatements } from "./targets.ts";

export type { PolicyScope } from "./statements.ts";

/** Characters, whitespace aside, that IAM accepts in a managed policy. */
export const MANAGED_POLICY_LIMIT = 6_144;

/**
 * What AWS Load Balancer Controller may do in the account: our statement of the policy that its maintainers publish
 * for the releases since 2025-03-27, equal to it in effect.
 *
 * Ownership is by tag: what the controller makes it tags with `elbv2.k8s.aws/cluster`, and only what bears that tag
 * may it change or delete. The exceptions are what it must reach without having made it: listeners and rules, the
 * targets of foreign target groups, and the inbound rules of the nodes' security groups. The last can be limited to
 * one VPC ({@link PolicyScope.nodeSecurityGroupVpcArn}), as the maintainers recommend.
 *
 * Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json
 */
export function lbcPolicy(scope: PolicyScope): PolicyDocument<IdentityStatement> {
  return {
    Version: "2012-10-17",
    Statement: [
      ...discoveryStatements(),
      ...integrationStatements(),
      ...securityGroupStatements(scope),
      ...loadBalancerStatements(),
      ...taggingStatements(scope),
      ...targetStatements(scope),
    ],
  };
}
