import type { ArgsCheck } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { FORMS } from "../shared/forms.ts";
import { checkIdentity } from "../shared/identity/identity-args.ts";
import { checkRoleName } from "../shared/identity/service-account-role.ts";
import { checkTags } from "../shared/tags.ts";
import type { AppRoleArgs } from "./args.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_POLICY_ARNS = 10;
const MAX_INLINE_CHARACTERS = 10_240;

/** Notes a role that IAM would refuse. */
export function checkRole(check: ArgsCheck<Required<AppRoleArgs>> | undefined, name: string): void {
  if (check === undefined) return;
  checkRoleName(check, name);
  check.text("clusterName", FORMS.clusterName);
  checkIdentity(check.at("identity")!);
  checkPolicies(check);
  checkTags(check.at("tags"));
}

function checkPolicies(check: ArgsCheck<Required<AppRoleArgs>>): void {
  const { policies, policyArns } = check.args;
  checkKeys(check.at("policies"), FORMS.policyName);
  const characters = Object.values(policies)
    .map((policy) => (typeof policy === "string" ? policy.replaceAll(/\s/g, "").length : 0))
    .reduce((sum, length) => sum + length, 0);
  if (characters > MAX_INLINE_CHARACTERS) {
    check.add(
      "policies",
      `have ${characters} characters; use at most ${MAX_INLINE_CHARACTERS}, or managed policies in policyArns`,
    );
  }
  if (policyArns.length > MAX_POLICY_ARNS) {
    check.add(
      "policyArns",
      `has ${policyArns.length} entries; use at most ${MAX_POLICY_ARNS}, as a role can have`,
    );
  }
  check.texts("policyArns", FORMS.policyArn);
}
