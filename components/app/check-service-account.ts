import type { ArgsCheck } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { FORMS } from "../shared/forms.ts";
import { checkIdentity } from "../shared/identity/identity-args.ts";
import { checkRoleName } from "../shared/identity/service-account-role.ts";
import { checkTags } from "../shared/tags.ts";
import type { ResolvedServiceAccount } from "./resolve.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_POLICY_ARNS = 10;
const MAX_INLINE_CHARACTERS = 10_240;

/** Notes a service account that Kubernetes, or a role that IAM would refuse. */
export function checkServiceAccount(check: ArgsCheck<ResolvedServiceAccount>, name: string): void {
  check.text("name", FORMS.objectName);
  check.boolean("create");
  check.boolean("automountToken");
  const identity = check.at("identity");
  if (identity === undefined) {
    checkWithoutRole(check);
  } else {
    checkRoleName(check, name);
    checkIdentity(identity);
    checkRole(check);
  }
}

function checkWithoutRole(check: ArgsCheck<ResolvedServiceAccount>): void {
  const { clusterName, policies, managedPolicyArns } = check.args;
  const idle = {
    clusterName: clusterName !== undefined,
    policies: Object.keys(policies).length > 0,
    managedPolicyArns: managedPolicyArns.length > 0,
  };
  for (const key of Object.keys(idle) as (keyof typeof idle)[]) {
    if (idle[key]) check.add(key, "is for the role that identity gives; set identity, or leave it out");
  }
}

function checkRole(check: ArgsCheck<ResolvedServiceAccount>): void {
  const { clusterName, policies, managedPolicyArns } = check.args;
  if (clusterName === undefined) check.add("clusterName", "is missing beside identity; name the EKS cluster");
  check.text("clusterName", FORMS.clusterName);
  checkKeys(check.at("policies"), FORMS.policyName);
  const characters = Object.values(policies)
    .map((policy) => (typeof policy === "string" ? policy.replaceAll(/\s/g, "").length : 0))
    .reduce((sum, length) => sum + length, 0);
  if (characters > MAX_INLINE_CHARACTERS) {
    check.add(
      "policies",
      `has ${characters} characters; use at most ${MAX_INLINE_CHARACTERS}, or managed policies beside it`,
    );
  }
  if (managedPolicyArns.length > MAX_POLICY_ARNS) {
    check.add(
      "managedPolicyArns",
      `has ${managedPolicyArns.length} entries; a role has ${MAX_POLICY_ARNS} at most`,
    );
  }
  check.texts("managedPolicyArns", FORMS.policyArn);
  checkTags(check.at("tags"));
}
